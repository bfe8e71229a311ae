# Every target works from a fresh clone with Python 3.11 or newer, git and make; nothing needs root.
PYTHON ?= python3
BIN := .venv/bin
LOCK := pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := all
.PHONY: all setup setup-test test lint bench docs lock clean

all: setup ## render, check, and say what the platform is
	$(BIN)/mlp render
	$(BIN)/mlp check
	@$(BIN)/mlp report

setup: .venv/run.stamp ## the virtual environment with `mlp` in it

setup-test: .venv/test.stamp ## what tests and lint need besides: Python packages, kustomize, conftest, opa

.venv/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt $(wildcard tools/*/go.mod tools/*/go.sum)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/python tools/build.py --bin $(BIN)
	@touch $@

test: setup-test ## every test
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 2 --dist worksteal -q -rs

lint: setup-test ## style, types, layers, budgets, and that committed build products are fresh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/budgets.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/policies.py
	$(BIN)/python tools/docs.py --check

docs: setup-test ## write the generated references below docs/
	$(BIN)/python tools/docs.py

bench: setup-test ## synthetic fleets: times, memory, and ratios within one run
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/bench.py

lock: ## compile the hash-pinned requirements again (needs pip-tools on PATH)
	$(LOCK) --output-file requirements/run.txt pyproject.toml requirements/build.in
	$(LOCK) --extra test --output-file requirements/test.txt pyproject.toml requirements/build.in

clean: ## remove the virtual environment
	rm -rf .venv
