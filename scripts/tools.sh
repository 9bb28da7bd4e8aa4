#!/usr/bin/env bash
# Installs what is missing for `demo`, `test` or `bench`, quietly; says what to do if it cannot.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose="${1:-demo}"

have() { command -v "$1" >/dev/null 2>&1; }

missing=()
want() { # want PROGRAM PACKAGE
    have "$1" || missing+=("$2")
}

if ! have cargo; then
    echo "cargo is missing: install Rust 1.95 or newer from https://rustup.rs" >&2
    exit 1
fi
want cc build-essential
want git git
want node nodejs
have node || missing+=(npm)
have node && want npm npm
if [ "$purpose" = demo ] || [ "$purpose" = test ]; then
    # the public table of laws is a package of Python's
    have python3 && python3 -c 'import pip' 2>/dev/null || missing+=(python3 python3-pip)
fi
if [ "$purpose" = bench ] || [ "$purpose" = test-api ]; then
    have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
fi
if [ "$purpose" = test ]; then
    want sqlite3 sqlite3
    want openssl openssl
    want chromium chromium
    want chromedriver chromium-driver
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || have initdb || missing+=(postgresql)
    [ -e /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
fi
# pages print, and reports are set, in Chinese
{ have fc-list && fc-list :lang=zh 2>/dev/null | grep -q .; } || missing+=(fontconfig fonts-noto-cjk)

if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && have apt-get; then
        echo "installing: ${missing[*]}" >&2
        export DEBIAN_FRONTEND=noninteractive
        log="$(mktemp)"
        if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
            tail -n 20 "$log" >&2
            rm -f "$log"
            echo "could not install: ${missing[*]}" >&2
            exit 1
        fi
        rm -f "$log"
    else
        echo "these are missing; on Debian, as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
fi

if [ "$purpose" = test ] && ! have cargo-nextest; then
    echo "installing: cargo-nextest" >&2
    if ! cargo install --quiet --locked cargo-nextest >&2; then
        echo "could not install cargo-nextest: see https://nexte.st for a ready binary" >&2
        exit 1
    fi
fi
