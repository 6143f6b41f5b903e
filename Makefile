# The verbs of the project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export DATABASE_URL REDIS_URL PORT MARKETPLACE_DATA_DIR
# An empty variable is an unset one: `make test DATABASE_URL=` means the embedded server.
$(foreach v,DATABASE_URL REDIS_URL PORT MARKETPLACE_DATA_DIR,$(if $($(v)),,$(eval unexport $(v))))

.PHONY: help run dev test test-fast check lint types rules migrations migration guards pythons format clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/base.ready: requirements/base.txt pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py $(VENV) requirements/base.txt && touch $@

$(VENV)/dev.ready: $(VENV)/base.ready requirements/dev.txt
	@$(PYTHON) scripts/bootstrap.py $(VENV) requirements/dev.txt && touch $@

run: $(VENV)/base.ready ## set everything up and start the product; Ctrl-C stops it
	@exec $(BIN)/marketplace up

dev: $(VENV)/dev.ready ## like run, and what you save is running a moment later
	@exec $(BIN)/marketplace dev

test: $(VENV)/dev.ready ## the whole suite, with everything it needs (browser included)
	@$(BIN)/python scripts/browser.py
	@$(BIN)/marketplace build
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 $(ARGS)

test-fast: $(VENV)/dev.ready ## the unit tests, and the integration tests of the areas that your changes touch
	@$(BIN)/python -m scripts.test_fast $(ARGS)

check: lint types rules migrations ## lint, types, architecture rules, migrations

lint: $(VENV)/dev.ready
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/dev.ready
	@$(BIN)/mypy

rules: $(VENV)/dev.ready ## the rules of the house that no linter knows
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python -m scripts.linters

migrations: $(VENV)/dev.ready ## the migrations build exactly what the models describe
	@$(BIN)/python -m scripts.linters.migrations

migration: $(VENV)/dev.ready ## m="what it is for": draft the next migration out of the changed models
	@$(BIN)/python -m scripts.new_migration "$(m)"

guards: $(VENV)/dev.ready ## after a migration that changes policies, triggers or functions: write alembic/guards.json
	@$(BIN)/python -m scripts.linters.migrations --write

pythons: $(VENV)/dev.ready ## after a change of the locks: do they hold for every Python from 3.11 to 3.14?
	@$(BIN)/python -m scripts.pythons

format: $(VENV)/dev.ready ## put the code into its format
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean: ## remove what was built (the data in var/ stays)
	rm -rf $(VENV) .web .mypy_cache .ruff_cache .hypothesis
