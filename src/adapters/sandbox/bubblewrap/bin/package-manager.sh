#!/bin/sh
# Replaces npm, npx, pnpm, yarn and bun, because no registry can be reached: scripts run as usual, and installations explain what to do instead.
name=$(basename "$0")
case "$name ${1:-install}" in
  npx\ *) ;;
  *\ install | *\ i | *\ in | *\ add | *\ a | *\ ci | *\ clean-install | *\ update | *\ up | *\ upgrade | *\ remove | *\ rm | *\ uninstall | *\ un | *\ dedupe | *\ link | *\ import | *\ audit | *\ outdated)
    echo "$name: packages can't be installed with a command, because the sandbox has no network. Add what you need to package.json (name and version). The next command, page view and check will have it." >&2
    exit 1
    ;;
esac
# Fails at once instead of trying for a minute.
export npm_config_offline=true
for folder in /usr/local/bin /usr/bin; do
  if [ -x "$folder/$name" ]; then exec "$folder/$name" "$@"; fi
done
echo "$name: is not installed here; the programs of the repository's packages are in /node_modules/.bin" >&2
exit 127
