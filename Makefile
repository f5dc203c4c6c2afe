# Every verb does all the set-up that it needs on a machine with Python 3.11, a JDK and Maven.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:

# what is imported is compiled once a version: tests start hundreds of processes, and a quarter of a second of each would be that
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp-$(shell cat requirements/dev.lock pyproject.toml | cksum | cut -d' ' -f1)
PEERS := quixstreams bytewax arroyo

.PHONY: help
help: ## Show the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(STAMP) ## Install everything into .venv (a second run does nothing)

$(STAMP): requirements/dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing. Install Python 3.11 (Debian: apt-get install python3.11 python3.11-venv), or name one: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "make: $(PYTHON) is not Python 3.11. Name one: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -c 'import venv, ensurepip' || { echo "make: $(PYTHON) lacks venv. Install it (Debian: apt-get install python3.11-venv)" >&2; exit 2; }
	echo "Setting up $(VENV) ..."
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	rm -f $(VENV)/.stamp-*
	touch $@

.PHONY: parts
parts: setup ## Fetch Kafka and the schema registry (once a machine)
	@$(BIN)/python -m hub.local.artifacts
	$(BIN)/python -m hub.local.first_start

.PHONY: browser
browser: setup ## Install Chromium through apt where it is missing (once a machine, as root)
	@$(BIN)/python -m tests.browser.chromium

.PHONY: run
run: parts ## Start everything, publish the demonstration, stay up until Ctrl-C
	@exec $(BIN)/hub up --demo

.PHONY: test
test: parts browser ## Every test, on real Kafka, a real registry and a real browser
	@$(BIN)/python -m pytest -n 4 --dist loadgroup --no-loadscope-reorder

.PHONY: test-fast
test-fast: setup ## Two minutes between two edits: no broker, a tenth of each law's examples (tests/support/quick.py says what is left out)
	@$(BIN)/python -m pytest --quick -n 2 --dist loadgroup --no-loadscope-reorder

.PHONY: check
check: setup ## Lint, format, types, imports, schemas, generated pages, no side of several left out
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hub schemas check
	$(BIN)/python -m tests.docs.pages --check
	$(BIN)/python -m tests.style.whole_sides

.PHONY: docs
docs: setup ## Write the generated pages of docs/ anew: events, errors, problems, metrics, settings, personal data
	@$(BIN)/python -m tests.docs.pages

.PHONY: bench
bench: parts $(PEERS:%=.venv-%/.stamp) ## Every figure that the README states, into bench/results/latest.json (about 20 minutes)
	@$(BIN)/python -m bench
	$(BIN)/python -m bench.table --write

# each peer asks for a Kafka client of its own: the hub's fold alone is installed beside it
.venv-%/.stamp: requirements/peers/%.lock pyproject.toml
	@echo "Setting up .venv-$* for the bench ..."
	[ -x .venv-$*/bin/python ] || $(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/peers/$*.lock
	.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.PHONY: mutation
mutation: setup ## Small faults in reconcile and admission: which does no pure test notice? (hours; goes on where it stopped; ALL= ONLY= SAMPLE= SEED=)
	@$(BIN)/python -m tests.mutation $(if $(ALL),--all) --only $(ONLY) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

.PHONY: fmt
fmt: setup ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

.PHONY: lock
lock: setup ## Resolve the dependencies anew, with hashes, into requirements/
	@for part in hub dev; do
	  extra=; [ "$$part" = dev ] && extra="--extra dev"
	  $(BIN)/uv pip compile --quiet pyproject.toml $$extra --upgrade --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 -o requirements/$$part.lock
	done
	for peer in $(PEERS); do
	  $(BIN)/uv pip compile --quiet requirements/peers/$$peer.in --upgrade --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 -o requirements/peers/$$peer.lock
	done

.PHONY: clean
clean: ## Delete the environment and caches; instances (.hub) stay
	@rm -rf $(VENV) $(PEERS:%=.venv-%) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
