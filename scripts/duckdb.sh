#!/usr/bin/env bash
# Puts DuckDB for Python into var/duckdb, to measure the indicators against; prints the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
home="var/duckdb"

if ! "$home/bin/python" -c 'import duckdb' 2>/dev/null; then
    mkdir -p var
    python3 -m venv "$home"
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check duckdb
fi
echo "$home/bin/python"
