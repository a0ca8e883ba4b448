# Waybill: `make demo` shows it, `make test` proves it. Needs Python 3.11+; everything else is set up here.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000

.PHONY: setup demo test soak lint format bench lock clean

setup: .venv/ready static/dist/manifest.json  ## leaves .venv/bin/waybill usable

demo: setup  ## example processes and people, served on 127.0.0.1:8000
	WAYBILL_DEMO=1 $(BIN)/waybill demo --serve --port $(PORT)

test: setup .venv/ready-test  ## sets up a browser and PostgreSQL and passes all tests
	$(BIN)/ruff check -q .
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup tests --ignore tests/browser
	$(BIN)/python -m pytest -q tests/browser

soak: setup .venv/ready-test  ## the laws of the language and of the engine on a hundred times as many random programs
	WAYBILL_FUZZ=1000000 $(BIN)/python -m pytest -q -n 2 tests/language tests/engine

lint: .venv/ready-test
	$(BIN)/ruff check .

bench: setup .venv/ready-test  ## one table of measurements beside their baselines; leave the machine alone meanwhile
	$(BIN)/python -m bench

lock:  ## renew requirements/*.txt (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --upgrade pyproject.toml -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --upgrade requirements/build.in -c requirements/run.txt -o requirements/build.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --upgrade requirements/test.in -o requirements/test.txt

.venv/ready: requirements/run.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "waybill needs Python 3.11 or newer: call `make PYTHON=python3.12 …` with one that is")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	mkdir -p static/dist
	WAYBILL_NO_FRONT_END=1 $(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

static/dist/manifest.json: .venv/ready hatch_build.py static/build.mjs static/package-lock.json $(shell find static/src -type f 2>/dev/null)
	$(BIN)/python hatch_build.py
	touch $@

.venv/ready-test: .venv/ready requirements/test.txt tests/prepare
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	tests/prepare
	touch $@

clean:
	rm -rf .venv static/dist static/node_modules data .pytest_cache .hypothesis
