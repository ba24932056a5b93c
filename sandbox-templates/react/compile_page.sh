#!/bin/sh
# The one entry that compiles: `compile_page.sh page <outDir> <basePath> [stylesheet]` or `compile_page.sh types`,
# with the workspace as working folder; OLLIO_PACKAGE names the package's folder in it, nothing is its root. Exit code 0: fine, 1: findings on stderr or stdout, 2: wrong usage.
exec node "$(dirname "$0")/compile-page/main.ts" "$@"
