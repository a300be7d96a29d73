# Everything that is made lies in .venv, node_modules and .coprod of this folder; `make clean` removes it.
SHELL := /bin/sh
COPROD_PYTHON := .venv/bin/python
BROWNIE := $(COPROD_PYTHON) -m backend.local brownie
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint contracts brownie lock stop reset clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: ## install Python packages, Node, compiler, chain and database into this folder (the others do it for you)
	@./backend/local/setup

demo: setup ## the whole way, from opening a campaign to royalties in wallets; ARGS=--exit stops at the end
	@.venv/bin/coprod demo $(ARGS)

test: setup ## all tests: contracts on a local chain, then the backend on a local chain and database
	@$(BROWNIE) test tests/contracts $(ARGS)
	@$(COPROD_PYTHON) -m pytest $(ARGS)

lint: setup ## ruff, mypy and solhint
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(COPROD_PYTHON) -m backend.local solhint 'contracts/**/*.sol'

contracts: setup ## compile the contracts into .coprod/build
	@$(BROWNIE) compile

brownie: setup ## run Brownie: make brownie ARGS="run deploy --network development"
	@$(BROWNIE) $(ARGS)

lock: setup ## choose the newest allowed versions again and write both lock files
	@$(COPROD_PYTHON) -m backend.local lock

stop: ## stop what this folder's demo, chain and database left running
	@if [ -x $(COPROD_PYTHON) ]; then $(COPROD_PYTHON) -m backend.local stop; fi

reset: stop ## forget the demo's chain, database and records; the installed packages stay
	@rm -rf .coprod/data

clean: stop ## remove all that was made: .venv, node_modules, .coprod and the caches
	@rm -rf .venv node_modules .coprod .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
