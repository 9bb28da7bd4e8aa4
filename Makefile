# The three doors: demo, test, bench; and test-api beside them. Each installs what it needs first, and says so if it cannot.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/mingjing-target

SCALE ?= 0.01

.PHONY: demo test bench test-api

# A small province, then its pages: prints the address and serves until it is stopped.
demo:
	@scripts/tools.sh demo
	@scripts/web.sh build
	@scripts/build.sh
	@laws="$$(scripts/laws.sh)"; "$(CARGO_TARGET_DIR)/debug/mingjing" demo --scale $(SCALE) $${laws:+--laws "$$laws"}

# All that a change must pass.
test:
	@scripts/tools.sh test
	@cargo xtask ci

# The API held to its own description by schemathesis, over a small province.
test-api:
	@scripts/tools.sh test-api
	@scripts/build.sh --quiet
	@tests/api/run.sh

# The figures of docs/benchmarks.md, measured on this machine over a full year.
bench:
	@scripts/tools.sh bench
	@scripts/web.sh build
	@cargo xtask bench all
