#!/bin/sh
# Checks types and builds the page: `compile_page.sh page <outDir> <basePath> [stylesheet]` or `compile_page.sh types`, run in the workspace.
# `compile_page.sh stubs` only writes stubs for the packages that could not be installed, which the other two do as well.
# OLLIO_PACKAGE: the package folder in the workspace, empty for the root. OLLIO_UNAVAILABLE: those packages' names, as a JSON list.
# Exit code 0: no findings, 1: findings on stderr or stdout, 2: wrong usage.
exec node "$(dirname "$0")/compile-page/main.ts" "$@"
