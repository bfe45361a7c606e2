# SPDX-License-Identifier: Apache-2.0
# Needs Rust, Go, Python 3.11 or later, a C compiler and binutils; everything else it sets up in this folder.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

ROOT := $(CURDIR)
STAMPS := build/stamps
VENV := $(ROOT)/.venv
BASE_PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(shell command -v $p)))
PYTHON := $(VENV)/bin/python
export CARGO_TARGET_DIR ?= $(ROOT)/rust/target
export VIRTUAL_ENV := $(VENV)
export PATH := $(VENV)/bin:$(PATH)
export PYO3_PYTHON := $(PYTHON)
CARGO := cargo
MANIFEST := --locked --manifest-path $(ROOT)/rust/Cargo.toml
# In release the PyO3 crates are built by maturin only: cargo in turn would compile PyO3 anew each time.
MATURIN := $(VENV)/bin/maturin

ARCHIVE := go/internal/native/lib/linux_amd64/libopenpit.a
EXTENSION := python/openpit/_native.abi3.so
GO_DRIVER := build/libopenpit_conformance_go.so

CORE := $(shell find rust/openpit/src -name '*.rs') rust/openpit/Cargo.toml rust/Cargo.toml rust/Cargo.lock
FFI := $(shell find rust/ffi -name '*.rs' -o -name Cargo.toml -o -name prelink.sh)
PYO3 := $(shell find rust/python -name '*.rs' -o -name Cargo.toml) python/pyproject.toml
RUST_DRIVER := $(shell find tests/drivers/rust -name '*.rs' -o -name '*.toml')
GO := $(shell find go tests/drivers/go -name '*.go' -o -name go.mod -o -name go.sum -o -name '*.h')

# Go keys its caches by flags, not by what is in an archive: the hash makes a new archive a new build.
GO_ENV = CGO_CFLAGS="-O2 -g -DOPENPIT_ARCHIVE=$$(sha256sum < $(ROOT)/$(ARCHIVE) | cut -c1-16)"

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(STAMPS)/venv ## make .venv with the pinned tools

$(STAMPS)/venv: tests/requirements.txt
	@test -n "$(BASE_PYTHON)" || { echo "no python3 on PATH: Python 3.11 or later is needed" >&2; exit 2; }
	@mkdir -p $(STAMPS)
	test -x $(PYTHON) || $(BASE_PYTHON) -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

.PHONY: gen
gen: $(STAMPS)/venv ## write every generated file from the tables in spec/, and the C header
	$(PYTHON) -m spec.gen --write
	OPENPIT_WRITE_HEADER=1 $(CARGO) test --quiet $(MANIFEST) -p openpit-ffi headers_are_up_to_date

.PHONY: golden
golden: $(STAMPS)/driver-rust ## write the golden cases that `cargo test` replays, from the features
	$(PYTHON) -m pytest -q tests/test_features.py --binding rust --write-golden

.PHONY: check-generated
check-generated: $(STAMPS)/venv ## fail if a generated file is stale
	$(PYTHON) -m spec.gen --check
	$(CARGO) test --quiet $(MANIFEST) -p openpit-ffi headers_are_up_to_date

.PHONY: build
build: $(ARCHIVE) $(EXTENSION) $(STAMPS)/driver-rust $(GO_DRIVER) ## build the static library, the Python extension and the drivers of the suite

$(ARCHIVE): $(CORE) $(FFI)
	$(CARGO) build --release $(MANIFEST) -p openpit-ffi
	rust/ffi/prelink.sh $(CARGO_TARGET_DIR)/release/libopenpit_ffi.a $@
	@touch $@

$(EXTENSION): $(CORE) $(PYO3) $(STAMPS)/venv
	cd python && $(MATURIN) develop --quiet --locked --release
	@touch $@

$(STAMPS)/driver-rust: $(CORE) $(RUST_DRIVER) $(STAMPS)/venv
	cd tests/drivers/rust && $(MATURIN) develop --quiet --locked --release
	@touch $@

$(GO_DRIVER): $(ARCHIVE) $(GO)
	@mkdir -p build && rm -f $@
	cd tests/drivers/go && $(GO_ENV) go build -buildmode=c-shared -o $(ROOT)/$@ ./cshared
	@rm -f $(@:.so=.h)

.PHONY: test test-rust test-go test-python
test: test-rust test-go test-python ## run every test of all three languages

test-rust: $(STAMPS)/venv ## run the tests and doc tests of the Rust crates
	$(CARGO) test $(MANIFEST) --workspace --all-features

test-go: $(ARCHIVE) ## run the tests and examples of the Go module
	cd go && $(GO_ENV) go test -count=1 ./...

test-python: build ## run pytest: the conformance suite in three languages and the repository's own checks
	$(GO_ENV) $(PYTHON) -m pytest -q tests

.PHONY: lint lint-rust lint-go lint-python
lint: lint-rust lint-go lint-python ## check format, lints, types, stubs and docs; warnings are errors

lint-rust: $(STAMPS)/venv ## rustfmt, clippy and rustdoc
	$(CARGO) fmt --check --manifest-path rust/Cargo.toml --all
	$(CARGO) clippy --quiet $(MANIFEST) --workspace --all-targets --all-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet $(MANIFEST) --workspace --all-features --no-deps

lint-go: $(ARCHIVE) ## gofmt and go vet
	@unformatted="$$(gofmt -l go tests/drivers/go)"; test -z "$$unformatted" || { echo "not gofmt'ed: $$unformatted" >&2; exit 1; }
	cd go && $(GO_ENV) go vet ./...
	cd tests/drivers/go && $(GO_ENV) go vet ./...

lint-python: $(EXTENSION) ## ruff, mypy, pyright and stubtest
	$(PYTHON) -m ruff check --quiet .
	$(PYTHON) -m ruff format --quiet --check .
	$(PYTHON) -m mypy
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(PYTHON) -m pyright -p .pyrightconfig.json --pythonpath $(PYTHON)
	$(PYTHON) -m mypy.stubtest openpit --mypy-config-file .mypy.ini --allowlist tests/stubtest_allowlist.txt

.PHONY: bench
bench: $(ARCHIVE) $(EXTENSION) ## time the pipeline as ratios to an empty call, and values beside each decimal library
	$(GO_ENV) $(PYTHON) tests/tools/bench.py
	$(GO_ENV) $(PYTHON) tests/tools/bench_values.py

.PHONY: demo
demo: $(ARCHIVE) $(EXTENSION) ## replay half an hour of real order flow in three languages: one table, three equal digests
	$(GO_ENV) $(PYTHON) tests/demo.py

.PHONY: dist
dist: $(ARCHIVE) $(STAMPS)/venv ## write wheel, sdist, crates and Go module zip to dist/
	rm -rf dist
	cd python && $(MATURIN) build --quiet --locked --release --out $(ROOT)/dist
	cd python && $(MATURIN) sdist --out $(ROOT)/dist
	$(CARGO) package --quiet $(MANIFEST) -p openpit-derive -p openpit --target-dir $(ROOT)/build/package
	cp build/package/package/openpit-*.crate dist/
	$(PYTHON) tests/tools/module_zip.py dist/go
	@find dist -type f | sort

.PHONY: clean
clean: ## remove everything that was built here
	rm -rf .venv build dist rust/target $(ARCHIVE) $(EXTENSION)
