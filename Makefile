# make run     the demo, on http://….localhost:8000 (PORT=8001 make run for another port)
# make test    everything that must hold: gates, unit, house, story and browser tests
# make check   the quick part of it, under two minutes
# make forget  the demo's data is removed; the next start loads it afresh
# make bench   the measurements of docs/benchmarks.md
#
# Needs Python 3.11 and make. Everything else is put into .venv and node_modules; a second run installs nothing.

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c "$(NEW_ENOUGH)" 2>/dev/null && echo $$name && exit; done; echo python3)
PORT ?= 8000
export PORT

BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes
# Four processes at most: each has a database and a browser of its own. SPREAD= runs the tests one after the other.
SPREAD ?= -n logical --maxprocesses 4
STAMPS := .venv/stamps
VENDOR := src/selvbetjening/ui/static/ui/vendor/dkfds.css
MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: run test check bench pictures build gates lint types imports django browser-programs lock messages forget clean
.DELETE_ON_ERROR:

run: $(STAMPS)/run $(VENDOR) $(MO)
	@exec $(BIN)/selvbetjening run

test: $(STAMPS)/dev $(VENDOR) $(MO) browser-programs gates
	$(PY) -m pytest $(SPREAD) tests

check: $(STAMPS)/dev $(VENDOR) $(MO) gates
	$(PY) -m pytest $(SPREAD) -q -m "not slow and not tale" tests/house tests/unit tests/run/test_migrations.py

bench: $(STAMPS)/dev $(VENDOR) $(MO)
	@for file in benchmarks/bench_*.py; do $(PY) -m benchmarks.$$(basename $$file .py) || exit 1; done

# The README's pictures, taken anew of a demo of its own.
pictures: $(STAMPS)/dev $(VENDOR) $(MO) browser-programs
	$(PY) tools/pictures.py

build: $(STAMPS)/dev
	$(PY) -m hatchling build

# --- gates ---------------------------------------------------------------------------------------------------------

gates: lint types imports django

lint: $(STAMPS)/dev
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

types: $(STAMPS)/dev
	$(PY) tools/with_settings.py -m mypy

imports: $(STAMPS)/dev
	@$(BIN)/lint-imports > .venv/imports.log || { cat .venv/imports.log; exit 1; }

django: $(STAMPS)/dev $(VENDOR) $(MO)
	$(PY) tools/with_settings.py -m django check --deploy --fail-level WARNING

# --- what is built from what -----------------------------------------------------------------------------------------

$(STAMPS)/venv:
	@$(PYTHON) tools/python.py
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements/run.txt tools/link_project.py
	@echo "Installing the Python packages …"
	@$(PIP) -r requirements/run.txt
	@$(PY) tools/link_project.py
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements/dev.txt
	@echo "Installing the Python packages for the tests …"
	@$(PIP) -r requirements/dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc | $(STAMPS)/run
	@echo "Installing the front-end packages …"
	@$(PY) tools/npm.py ci --silent
	@touch $@

$(VENDOR): node_modules/.package-lock.json src/selvbetjening/ui/assets.py | $(STAMPS)/run
	@$(PY) -m selvbetjening.ui.assets > /dev/null
	@touch $@

%.mo: %.po tools/compile_messages.py | $(STAMPS)/run
	@$(PY) tools/compile_messages.py $<

browser-programs: | $(STAMPS)/venv
	@$(PY) tools/system_packages.py

# --- upkeep ----------------------------------------------------------------------------------------------------------

# The dependencies that pyproject.toml allows, at their newest, with hashes and without registry addresses.
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	--python-version 3.11
lock: $(STAMPS)/dev
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) pyproject.toml -o requirements/run.txt
	$(UV_COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(UV_COMPILE) requirements/node.in -o requirements/node.txt
	$(PY) tools/npm.py install --package-lock-only

# Collects the texts of code and templates into locale/*/LC_MESSAGES/django.po (needs gettext).
messages: $(STAMPS)/dev browser-programs
	$(PY) tools/with_settings.py -m django makemessages --all --no-obsolete --no-location \
		--ignore=node_modules --ignore=tests --ignore=var --ignore=.venv

# The demo's data, and nothing else: the next start loads it afresh. Refuses while the demo runs.
forget:
	@$(PYTHON) tools/forget.py var

# Everything that was installed and built as well.
clean: forget
	rm -rf .venv node_modules var build dist src/selvbetjening/ui/static/ui/vendor $(MO)
