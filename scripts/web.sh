#!/usr/bin/env bash
# Builds the web assets that the binary embeds; `check` also checks their types.
set -euo pipefail
cd "$(dirname "$0")/../web"
mode="${1:-build}"

if [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --silent
    touch node_modules/.package-lock.json
fi
if [ "$mode" = check ]; then
    npm run --silent check
fi
npm run --silent build
