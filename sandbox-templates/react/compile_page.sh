#!/bin/sh
# Checks types and builds the page: `compile_page.sh page <outDir> <basePath> [stylesheet]` or `compile_page.sh types`,
# run in the workspace. OLLIO_PACKAGE: the package folder in it, empty for the root. Exit code 0: no findings, 1: findings on stderr or stdout, 2: wrong usage.
exec node "$(dirname "$0")/compile-page/main.ts" "$@"
