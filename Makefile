# git, make and Python 3.11 are enough: each command installs what it needs into .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
PYTEST := $(BIN)/python -m pytest
# Compiled tests are kept, whatever the shell says: each worker would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE
# Tools that write generated files, in this order.
WRITERS := data loaders pages
# Files with public functions, whose docstrings numpydoc checks. Their other functions have an underscore.
DOCUMENTED = $(shell grep --recursive --files-with-matches --include="*.py" "^    Returns$$" src/neadigital)

.PHONY: help setup demo test test-slow lint check build docs bench mutation compatibility release release-try

help:
	@echo "make setup          install the package and the development tools into .venv"
	@echo "make demo           show the catalogue and a worked example"
	@echo "make test           run the tests; about a minute on two idle cores"
	@echo "make test-slow      run the slow tests: packaging, type checkers, a project downstream, the site in a browser"
	@echo "make lint           run ruff, mypy, import-linter and numpydoc, and check the built data and the descriptor"
	@echo "make check          run what CI runs: lint, test and test-slow"
	@echo "make build          write the data, the descriptor and the pages that follow from what is typed"
	@echo "make docs           build the site in docs/_build/html"
	@echo "make bench          measure metrics beside pandas and polars, and what an import costs; ten minutes"
	@echo
	@echo "Rarely needed:"
	@echo "make mutation       find changes that no test notices; OF=growth TESTS=tests/test_growth.py; hours"
	@echo "make compatibility  run the tests on each supported Python and pandas, with and without pyarrow; an hour"
	@echo "make release        check everything, build the archives twice, tag; make release-try: the same without the tag"

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=/path/to/python')"
	@echo "Setting up .venv ..."
	@$(PYTHON) -m venv .venv

.venv/.package: pyproject.toml | $(BIN)/python
	@$(PIP) --editable .
	@touch $@

# pip reads dependency groups since 25.1; Python 3.11 comes with an older one.
.venv/.pip: | $(BIN)/python
	@$(PIP) "pip>=25.1"
	@touch $@

.venv/.dev: pyproject.toml | .venv/.pip
	@echo "Installing the package and the development tools ..."
	@$(PIP) --group dev --editable .
	@touch $@

# .venv/.slow, .venv/.docs and so on: a dependency group of pyproject.toml, added to the one environment.
.venv/.%: pyproject.toml .venv/.dev
	@echo "Installing the dependency group $* ..."
	@$(PIP) --group $*
	@touch $@

setup: .venv/.dev

# The first lines of README.md.
DEMO := import neadigital; growth = neadigital.audit().query("check == \"china-growth\""); \
	print(growth[["claim", "stated", "recomputed", "verdict"]].round(1).to_string(index=False))

demo: .venv/.package
	@echo; echo 'What the paper says, and what follows from its own numbers, in Python:'; echo
	@$(BIN)/python -c '$(DEMO)'
	@echo; echo '$$ neadigital list'; echo
	@$(BIN)/neadigital list
	@echo; echo '$$ neadigital show trade_with_russia'; echo
	@$(BIN)/neadigital show trade_with_russia
	@echo; echo '$$ neadigital cite growth_rates --economy CHN --year 2018 --indicator gdp_growth_pct'; echo
	@$(BIN)/neadigital cite growth_rates --economy CHN --year 2018 --indicator gdp_growth_pct
	@echo; echo 'In Python: .venv/bin/python, then import neadigital; neadigital.trade_with_russia()'

test: .venv/.dev
	@$(PYTEST) --numprocesses 2 --dist worksteal -m "not slow"

test-slow: .venv/.dev .venv/.slow docs
	@$(PYTEST) --numprocesses 2 --dist worksteal -m slow
	@$(PYTEST) --numprocesses 2 --dist worksteal -c docs/_tests/pytest.ini docs/_tests

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@for tool in $(WRITERS); do $(BIN)/python -m paper.make.$$tool --check || exit 1; done
	$(BIN)/lint-imports --no-cache
	$(BIN)/numpydoc lint $(DOCUMENTED)
	$(BIN)/frictionless validate src/neadigital/data/datapackage.json

check: lint test test-slow

build: .venv/.dev
	@for tool in $(WRITERS); do $(BIN)/python -m paper.make.$$tool || exit 1; done

docs: .venv/.dev .venv/.docs
	$(BIN)/python -m sphinx --jobs auto --fail-on-warning --keep-going --quiet --builder html --doctree-dir docs/_build/doctrees docs docs/_build/html
	@echo "The site is in docs/_build/html: open index.html there."

# Imports are timed with only the four runtime packages installed, as for a user.
.venv-plain/.package: pyproject.toml
	@$(PYTHON) -m venv .venv-plain
	@.venv-plain/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

bench: .venv/.dev .venv-plain/.package
	$(BIN)/python benchmarks/bench.py --huge --python .venv-plain/bin/python --write docs/benchmarks.md

mutation: .venv/.dev
	$(BIN)/python tools/mutation.py $(OF) $(TESTS)

compatibility: .venv/.dev
	$(BIN)/nox --noxfile tools/noxfile.py

release: check .venv/.release
	$(BIN)/python tools/release.py

release-try: .venv/.release
	$(BIN)/python tools/release.py --try
