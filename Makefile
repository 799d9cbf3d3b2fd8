# Everyday habits, one command each. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Hundreds of processes begin here; none is to compile again what another one has.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PROJECTS := $(wildcard src/*/pyproject.toml)
# Tests run in as many processes; two is right for two cores and does no harm on more. Those of the integration,
# which wait for servers for a third of their time, in one more.
WORKERS ?= 2
PYTEST := $(BIN)/pytest
# Two targets at a time, each of whose output comes as a whole when it is done: what one waits, the other works.
# A browser waits for a third of its time, in which environments come and go (nicely: it is not to wait for them).
SIDE_BY_SIDE := $(MAKE) --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# Stamps lie in what they speak of, so that they go when it goes.
VENV := .venv/pyvenv.cfg
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
CHECKOV := .checkov/.installed
NODE_MODULES := frontend/node_modules/.installed
WEBSITE := frontend/dist/.built
WEBSITE_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts \
	frontend/tsconfig.json frontend/package-lock.json -type f 2>/dev/null)

##@ Use

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

.PHONY: run
run: $(RUNTIME) $(WEBSITE) ## Start the whole system on this machine (stop it with Ctrl-C)
	@$(BIN)/fovea up $(ARGUMENTS)

.PHONY: run-localstack
run-localstack: $(WEBSITE) ## The same in containers, with MariaDB, Valkey and LocalStack (wants Docker)
	@scripts/compose-environment
	docker compose --env-file .fovea/compose.env up --build $(ARGUMENTS)

.PHONY: setup
setup: $(DEV) $(WEBSITE) ## Install everything that developing needs, and build the website

.PHONY: clean
clean: ## Remove what was installed and built (not .fovea, which holds your data)
	rm -rf .venv .checkov .make frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis test-results src/*/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Develop

.PHONY: format
format: $(DEV) $(NODE_MODULES) ## Put all code into its one form
	$(BIN)/ruff check --quiet --fix-only src tests scripts terraform/scripts
	$(BIN)/ruff format src tests scripts terraform/scripts
	cd frontend && npm run --silent format

.PHONY: lint
lint: $(DEV) ## Check style, spelling, scripts, and who imports whom
	$(BIN)/ruff check src tests scripts terraform/scripts
	$(BIN)/ruff format --check src tests scripts terraform/scripts
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/shellcheck $$(grep -ls '^#!/bin/sh' .ci/* scripts/* terraform/scripts/*)
	$(BIN)/yamllint --strict .
	$(BIN)/hadolint Dockerfile

.PHONY: types
types: $(DEV) ## Check types
	$(BIN)/mypy

.PHONY: unit
unit: $(DEV) ## Run the unit tests
	$(PYTEST) tests/unit -n $(WORKERS)

.PHONY: integration
integration: $(DEV) $(NODE_MODULES) servers ## Run the integration tests, on SQLite and MariaDB
	$(PYTEST) tests/integration -n $$(($(WORKERS) + 1)) --dist loadscope --no-loadscope-reorder

.PHONY: frontend
frontend: $(NODE_MODULES) ## Check the website: style, types, unit tests
	node scripts/complete-npm-lock.mjs --check
	cd frontend && npm run --silent lint && npm run --silent types && npm run --silent test

.PHONY: terraform
terraform: $(CHECKOV) ## Check and test what is described for AWS (what has changed; all of it with CI=1)
	@$(PYTEST) -q tests/terraform/static
	@WORKERS=$(WORKERS) terraform/scripts/check

.PHONY: e2e
e2e: $(DEV) $(WEBSITE) servers ## Run the whole system in a real browser
	$(PYTEST) tests/e2e

.PHONY: cycle
cycle: $(DEV) servers ## Apply, use and destroy every environment on this machine (LOCALSTACK=address: there)
	FOVEA_LOCALSTACK_ENDPOINT="$(LOCALSTACK)" nice $(PYTEST) tests/terraform/cycle -n 3 --durations 3

.PHONY: images
images: $(DEV) servers ## Build and start the image of each service, where buildah is installed
	$(PYTEST) tests/images

.PHONY: test
test: servers ## Run every check and test (installs Debian's MariaDB, Redis and Chromium when missing)
	@$(SIDE_BY_SIDE) setup $(CHECKOV)
	@$(SIDE_BY_SIDE) terraform frontend lint types unit
	@$(MAKE) integration
	@$(SIDE_BY_SIDE) e2e cycle
	@echo "All checks and tests have passed."

.PHONY: bench
bench: $(DEV) servers ## Run one benchmark: make bench NAME=recommend [DATA=folder]; without NAME, list them
ifdef NAME
	@DATA="$(DATA)" $(BIN)/python -m tests.benchmarks.$(subst -,_,$(NAME))
else
	@echo "Benchmarks: $(subst _,-,$(patsubst tests/benchmarks/%.py,%,$(shell grep -l __main__ tests/benchmarks/*.py)))"
endif

.PHONY: lock
lock: $(DEV) ## Pin requirements/*.in anew (UPGRADE=1 takes the newest), and complete the website's lock
	scripts/lock-requirements
	node scripts/complete-npm-lock.mjs

##@ Steps of the above

.PHONY: servers
servers: ## Install what the tests run against (apt-get), when missing
	@scripts/install-test-servers

$(VENV):
	@echo "Making .venv"
	@scripts/make-venv

$(RUNTIME): $(VENV) requirements/runtime.txt $(PROJECTS)
	@echo "Installing the Python packages of requirements/runtime.txt"
	@scripts/install-packages runtime
	@touch $@

# Takes in all that the programs need, so it stands for that as well.
$(DEV): $(VENV) requirements/dev.txt $(PROJECTS)
	@echo "Installing the Python packages of requirements/dev.txt"
	@scripts/install-packages dev
	@touch $@ $(RUNTIME)

$(CHECKOV): $(DEV) requirements/terraform.txt
	@echo "Installing checkov"
	@$(BIN)/python -m venv --clear .checkov
	@PIP_DISABLE_PIP_VERSION_CHECK=1 .checkov/bin/pip install --quiet --no-deps --require-hashes \
		--requirement requirements/terraform.txt
	@touch $@

$(NODE_MODULES): frontend/package.json frontend/package-lock.json
	@scripts/check-node
	@echo "Installing the website's packages"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEBSITE): $(NODE_MODULES) $(WEBSITE_SOURCES)
	@echo "Building the website"
	@cd frontend && npm run --silent build -- --logLevel=warn
	@touch $@
