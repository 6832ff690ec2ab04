# What a developer runs, here and in CI. Needs python3.11 (or later), git and make; `make help` lists the commands.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
ARGS ?=

bin := $(VENV)/bin
pip := $(bin)/python -m pip --disable-pip-version-check --quiet
# Build tools are pinned like all else: a release of theirs changes nothing here until `make lock` says so.
install := $(pip) install --constraint constraints.txt --build-constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help mock test lint format bench lock build wheel-check readme clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

mock: $(VENV)/.mock ## serve the vendored document; options: make mock ARGS="--port 0"
	@exec $(bin)/troth mock $(ARGS)

test: $(VENV)/.dev ## all tests; some of them: make test ARGS="-k overlay"
	@$(bin)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

lint: $(VENV)/.dev ## ruff and mypy
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy

format: $(VENV)/.dev ## what ruff can mend by itself
	@$(bin)/ruff check --fix
	@$(bin)/ruff format

bench: $(VENV)/.dev ## the speed of the mock and of the diff, as ratios to a bare server and to reading the documents
	@$(bin)/python -m mock_server.benchmarks $(ARGS)
	@$(bin)/python -m contract_tests.benchmarks

build: $(VENV)/.dev ## wheel and sdist, into dist/
	@$(bin)/hatchling build

wheel-check: $(VENV)/.dev ## build the wheel, install it into an empty environment, start it
	@$(bin)/python .ci/check_wheel.py

readme: $(VENV)/.dev ## run README.md and write down what its commands print now
	@$(bin)/python -m mock_server.tests.readme.walkthrough README.md

lock: ## new constraints.txt: the newest of everything that pyproject.toml allows
	@$(PYTHON) .ci/lock.py

clean: ## remove what make has made
	@rm -rf $(VENV) dist

# Set-up is stamped: it is done again only when what it was made from has changed.
# .mock is what a user of the mock needs; .dev adds the tools.
$(VENV)/.mock: pyproject.toml constraints.txt
	@echo "setting up $(VENV) with $(PYTHON), once"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	    "troth needs Python 3.11 or later, this is " + sys.version.split()[0] + ": make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(pip) install --constraint constraints.txt --upgrade pip
	@$(install) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.mock
	@echo "adding the developer's tools to $(VENV), once"
	@$(install) --group dev --editable '.[test]'
	@touch $@
