# `make demo` and `make test` need git, make and Python 3.11 only; each sets up what it uses in .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
FLOOR := .venv-floor
PLAIN := .venv-plain
DOCS := .venv-docs
RELEASE := .venv-release
SCALE := .venv-past-memory
PIP_FLAGS := --quiet --disable-pip-version-check

.PHONY: help demo test check lint types data test-floor bench mutation mutation-metrics coverage build release release-tag release-try compatibility past-memory docs docs-test clean

help:
	@echo "make demo        set up, then show the catalogue and a worked example"
	@echo "make test        set up, then run all tests"
	@echo "make check       what CI runs: lint, types, data build, descriptor, all tests"
	@echo "make test-floor  run all tests with the lowest versions that are allowed"
	@echo "make bench       measure the budgets, as ratios in one run"
	@echo "make mutation    change a sample of every file, one place at a time, and report what no test notices; hours"
	@echo "make mutation-metrics  the same with every place of the metrics, by mutmut; hours"
	@echo "make coverage    run all tests and report which lines and branches none of them runs"
	@echo "make compatibility  run all tests on every Python, pandas and storage of text that is supported; an hour and a half"
	@echo "make past-memory run the metrics on Dask, DuckDB and Spark, on files larger than the memory given to them"
	@echo "make data        check that the committed data are what the build makes"
	@echo "make build       write the derived data files, the descriptor and the audit's page"
	@echo "make docs        set up, then build the documentation site in docs/_build/html"
	@echo "make docs-test   build it, then open it in a browser (Debian's chromium) and check it"
	@echo "make release     from a clean tree: check, build twice, digests, list of parts, notes, tag; release-try: no tag"

$(VENV)/.package: pyproject.toml
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -c "import sys; assert sys.version_info >= (3, 11), 'Python 3.11 or newer is needed: make PYTHON=/path/to/python'"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install $(PIP_FLAGS) --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.package requirements-dev.txt
	@echo "Installing the development tools ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) --requirement requirements-dev.txt --editable .
	@touch $@

demo: $(VENV)/.package
	@echo; echo '$$ neadigital list'; echo
	@$(BIN)/neadigital list
	@echo; echo '$$ neadigital show trade_with_russia'; echo
	@$(BIN)/neadigital show trade_with_russia
	@echo; echo '$$ neadigital notes trade_with_russia'; echo
	@$(BIN)/neadigital notes trade_with_russia
	@echo; echo '$$ neadigital cite'; echo
	@$(BIN)/neadigital cite
	@echo; echo 'In Python: .venv/bin/python, then import neadigital; neadigital.trade_with_russia()'

test: $(VENV)/.tools
	@$(BIN)/python -m pytest --numprocesses 2

lint: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tools
	$(BIN)/mypy

data: $(VENV)/.tools
	$(BIN)/python tools/build_data.py --check
	$(BIN)/python tools/write_audit_page.py --check
	$(BIN)/python tools/write_recovered_page.py --check
	$(BIN)/python tools/write_metadata.py --check
	$(BIN)/python tools/write_readme.py --check
	$(BIN)/frictionless validate src/neadigital/data/datapackage.json

check: lint types data test

build: $(VENV)/.tools
	$(BIN)/python tools/build_data.py
	$(BIN)/python tools/write_audit_page.py
	$(BIN)/python tools/write_recovered_page.py
	$(BIN)/python tools/write_metadata.py
	$(BIN)/python tools/write_readme.py

$(FLOOR)/.tools: pyproject.toml requirements-dev.txt requirements-floor.txt
	@echo "Setting up $(FLOOR) with the lowest versions ..."
	@test -x $(FLOOR)/bin/python || $(PYTHON) -m venv $(FLOOR)
	@grep --invert-match --extended-regexp '^(pandas-stubs|mypy|mutmut|mlcroissant)==' requirements-dev.txt > $(FLOOR)/tools.txt
	@$(FLOOR)/bin/python -m pip install $(PIP_FLAGS) --requirement $(FLOOR)/tools.txt --requirement requirements-floor.txt --editable .
	@touch $@

test-floor: $(FLOOR)/.tools
	@$(FLOOR)/bin/python -m pytest --numprocesses 2

# An import is measured with the four runtime packages only, as a user has them.
$(PLAIN)/.package: pyproject.toml
	@test -x $(PLAIN)/bin/python || $(PYTHON) -m venv $(PLAIN)
	@$(PLAIN)/bin/python -m pip install $(PIP_FLAGS) --editable .
	@touch $@

compatibility: $(VENV)/.tools
	$(BIN)/python tools/try_versions.py --write docs/compatibility.md
	$(BIN)/python -m pip install $(PIP_FLAGS) --requirement requirements-checkers.txt
	$(BIN)/python tools/try_versions.py --projects --write docs/compatibility.md

bench: $(VENV)/.tools $(PLAIN)/.package
	$(PLAIN)/bin/python benchmarks/bench_import.py
	$(BIN)/python benchmarks/bench_extremes.py
	$(BIN)/python benchmarks/bench_metrics.py

mutation: $(VENV)/.tools
	$(BIN)/python tools/sample_mutants.py --write docs/mutation.md

mutation-metrics: $(VENV)/.tools
	$(BIN)/mutmut run
	$(BIN)/python tools/report_mutants.py

coverage: $(VENV)/.tools
	$(BIN)/coverage run -m pytest --hypothesis-seed=0
	$(BIN)/coverage report --skip-covered --show-missing

$(RELEASE)/.tools: requirements-release.txt
	@echo "Installing what a release is checked with ..."
	@test -x $(RELEASE)/bin/python || $(PYTHON) -m venv $(RELEASE)
	@$(RELEASE)/bin/python -m pip install $(PIP_FLAGS) --requirement requirements-release.txt
	@touch $@

$(SCALE)/.tools: pyproject.toml requirements-dev.txt requirements-past-memory.txt
	@test -x $(SCALE)/bin/python || $(PYTHON) -m venv $(SCALE)
	@grep --invert-match --extended-regexp '^(pandas-stubs|mypy|mutmut)==' requirements-dev.txt > $(SCALE)/tools.txt
	@$(SCALE)/bin/python -m pip install $(PIP_FLAGS) --requirement $(SCALE)/tools.txt --requirement requirements-past-memory.txt --editable .
	@touch $@

past-memory: $(SCALE)/.tools
	$(SCALE)/bin/python -m pytest tests/test_past_memory.py
	$(SCALE)/bin/python benchmarks/bench_past_memory.py --write docs/past_memory.md

release: check release-tag

release-tag: $(RELEASE)/.tools
	$(RELEASE)/bin/python tools/release.py

release-try: $(RELEASE)/.tools
	$(RELEASE)/bin/python tools/release.py --try

$(DOCS)/.tools: pyproject.toml requirements-docs.txt
	@echo "Setting up $(DOCS) ..."
	@test -x $(DOCS)/bin/python || $(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install $(PIP_FLAGS) --requirement requirements-docs.txt --editable .
	@touch $@

docs: $(DOCS)/.tools
	$(DOCS)/bin/python -m sphinx --fail-on-warning --keep-going --quiet --builder html --doctree-dir docs/_build/doctrees docs docs/_build/html
	@echo "The site is in docs/_build/html: open index.html there."

docs-test: docs
	$(DOCS)/bin/python -m pytest -c docs/_tests/pytest.ini docs/_tests

clean:
	rm -rf $(VENV) $(FLOOR) $(PLAIN) $(DOCS) docs/_build docs/generated docs/auto_gallery docs/auto_studies $(RELEASE) $(SCALE) .venv-versions dist mutants .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
