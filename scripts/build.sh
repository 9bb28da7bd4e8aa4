#!/usr/bin/env bash
# Builds the binary, and the example the journeys need. Every door builds by this one line, and it names what the test
# runner names: with other features switched on, every dependency would be built a second time.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo build "$@" --workspace --bins --examples
