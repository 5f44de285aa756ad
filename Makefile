# The two commands of the README, and what developers and CI call.
# `make run` needs Python 3.11 or newer with pip and venv; everything else goes into .venv.

PYTHON ?= python3
ARCHIVE ?= archive.db
PORT ?= 8001
BY ?= archivist
# The clock of `make rebuild`: 2026-11-22 00:00 UTC, so that the committed archive can be made again.
SOURCE_DATE_EPOCH ?= 1795305600

VENV := .venv
INGEST := $(VENV)/bin/ingest -a $(ARCHIVE)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet install

.PHONY: run archive rebuild test lint lock clean

run: archive
	$(INGEST) serve --port $(PORT)

archive: $(VENV)/.run
	$(INGEST) add --manifest metadata/seeds.yaml --by $(BY)
	$(INGEST) audit

# A new file first: what is there is only replaced when the new one is whole.
rebuild: $(VENV)/.run
	rm -f $(ARCHIVE).new
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) $(VENV)/bin/ingest -a $(ARCHIVE).new add --manifest metadata/seeds.yaml --by $(BY)
	$(VENV)/bin/ingest -a $(ARCHIVE).new audit
	rm -f $(ARCHIVE).new-wal $(ARCHIVE).new-shm
	mv $(ARCHIVE).new $(ARCHIVE)

# A process for each core; tests that need each other are of one group, and stay together.
test: $(VENV)/.test
	$(VENV)/bin/python -m pytest -n auto --dist loadgroup

lint: $(VENV)/.test
	$(VENV)/bin/ruff check ingest tests
	$(VENV)/bin/ruff format --check ingest tests
	$(VENV)/bin/mypy

# The lock files: every package with its hashes, for all platforms.
lock: $(VENV)/.run
	$(PIP) uv
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command 'make lock' pyproject.toml requirements.in -o requirements.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command 'make lock' --extra test --extra lint -c requirements.lock \
	  pyproject.toml requirements.in -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
