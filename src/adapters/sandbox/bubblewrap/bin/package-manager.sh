#!/bin/sh
# Stands for npm, npx, pnpm, yarn and bun where no registry can be reached: scripts run as they do elsewhere, installations say what to do instead.
name=$(basename "$0")
case "$name ${1:-install}" in
  npx\ *) ;;
  *\ install | *\ i | *\ in | *\ add | *\ a | *\ ci | *\ clean-install | *\ update | *\ up | *\ upgrade | *\ remove | *\ rm | *\ uninstall | *\ un | *\ dedupe | *\ link | *\ import | *\ audit | *\ outdated)
    echo "$name: packages can't be installed by a command here, because nothing can be reached. Write what you need into package.json (name and version): the next command, page view and check then have it." >&2
    exit 1
    ;;
esac
# Says so at once, instead of trying for a minute.
export npm_config_offline=true
for folder in /usr/local/bin /usr/bin; do
  if [ -x "$folder/$name" ]; then exec "$folder/$name" "$@"; fi
done
echo "$name: is not installed here; the programs of the repository's packages lie in /node_modules/.bin" >&2
exit 127
