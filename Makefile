# git, make and Python 3.11 are enough: each command installs what it needs into .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
PYTEST := $(BIN)/python -m pytest
# Compiled tests are kept, whatever the shell says: each worker would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE
# Files with public functions, whose docstrings numpydoc checks. Their other functions have an underscore.
DOCUMENTED = $(shell grep --recursive --files-with-matches --include="*.py" "^    Returns$$" src/neadigital)

.PHONY: help setup demo test test-slow test-site lint check build docs bench compatibility release release-try

help:
	@echo "make setup          install the package and the development tools into .venv"
	@echo "make demo           show, on one screen, what README.md shows"
	@echo "make test           run the tests: half a minute on two idle cores, after a first time that installs the tools"
	@echo "make test-slow      run the slow tests: packaging, type checkers, a project downstream"
	@echo "make test-site      build the site and open it in a browser"
	@echo "make lint           run ruff, mypy, import-linter and numpydoc, and check the built data and the descriptor"
	@echo "make check          run what CI runs: lint, test, test-slow and test-site"
	@echo "make build          write the data, the descriptor and the pages that follow from what is typed"
	@echo "make docs           build the site in docs/_build/html"
	@echo "make bench          measure what a user waits for; two minutes"
	@echo
	@echo "Rarely needed:"
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

demo: .venv/.package
	@echo; $(BIN)/python tools/demo.py
	@echo; echo '$$ neadigital find 34.67'; $(BIN)/neadigital find 34.67
	@echo; echo '$$ neadigital check docs/printed_tables/federal_register_before.csv'
	@$(BIN)/neadigital check docs/printed_tables/federal_register_before.csv | head -6

test: .venv/.dev
	@$(PYTEST) --numprocesses 2 --dist worksteal -m "not slow"

test-slow: .venv/.dev .venv/.slow
	@$(PYTEST) --numprocesses 2 --dist worksteal -m slow

test-site: docs
	@$(PYTEST) --numprocesses 2 --dist worksteal -c docs/_tests/pytest.ini docs/_tests

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@rm -rf build/made && $(BIN)/python -m paper.make build/made > /dev/null
	@cd build/made && find . -type f | { while read -r file; do diff --unified=0 "../../$$file" "$$file" || different=1; done; test -z "$$different"; }
	$(BIN)/lint-imports --no-cache
	$(BIN)/numpydoc lint $(DOCUMENTED)
	$(BIN)/frictionless validate src/neadigital/data/datapackage.json

check: lint test test-slow test-site

build: .venv/.dev
	@$(BIN)/python -m paper.make

docs: .venv/.dev .venv/.docs
	$(BIN)/python -m sphinx --jobs auto --fail-on-warning --keep-going --quiet --builder html --doctree-dir docs/_build/doctrees docs docs/_build/html
	@echo "The site is in docs/_build/html: open index.html there."

# Imports are timed with only the four runtime packages installed, as for a user.
.venv-plain/.package: pyproject.toml
	@$(PYTHON) -m venv .venv-plain
	@.venv-plain/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

bench: .venv/.dev .venv-plain/.package
	$(BIN)/python benchmarks/bench.py --python .venv-plain/bin/python --write docs/benchmarks.md

compatibility: .venv/.dev
	$(BIN)/nox --noxfile tools/noxfile.py

VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' src/neadigital/__init__.py)
LAST_TAG = $(shell git tag --list 'v*' --sort=-v:refname | head -1)
# The changelog's section of this version, without its heading.
NOTES = sed -n '/^\#\# \[$(VERSION)\]/,/^\#\# \[/{/^\#\# \[/!p}' CHANGELOG.md

# Two builds of the last commit, in clones with other rights, another time zone and another locale.
release-try: .venv/.release
	@test -z "$$(git status --porcelain)" || { git status --short; echo "Commit or remove these first."; exit 1; }
	@! grep --quiet '^## \[Unreleased\]' CHANGELOG.md || { echo "CHANGELOG.md: give [Unreleased] a version."; exit 1; }
	@$(NOTES) | grep --quiet . || { echo "CHANGELOG.md has no section [$(VERSION)]."; exit 1; }
	rm -rf dist build
	(umask 022; git clone --quiet --no-hardlinks . build/one; TZ=UTC LC_ALL=C.UTF-8 $(BIN)/python -m build --outdir dist build/one)
	(umask 077; git clone --quiet --no-hardlinks . build/two; TZ=Asia/Ulaanbaatar LC_ALL=C PYTHONHASHSEED=7 $(BIN)/python -m build --outdir build/dist build/two)
	diff --recursive dist build/dist
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/reuse lint --quiet
	@$(NOTES) > dist/NOTES.md
	$(if $(LAST_TAG),$(BIN)/griffe check neadigital --search src --against $(LAST_TAG) || grep --quiet '^### Breaks' dist/NOTES.md,@echo "There is no earlier release to compare names with.")
	@cd dist && sha256sum *.* > SHA256SUMS && cat SHA256SUMS

release: check release-try
	@test -z "$$(git tag --list v$(VERSION))" || { echo "v$(VERSION) is tagged; a released version never changes."; exit 1; }
	git tag --annotate v$(VERSION) --file dist/NOTES.md --cleanup verbatim
