# Everything that is made lies in .venv, node_modules and .coprod of this folder; `make clean` removes it.
SHELL := /bin/sh
RUN := .venv/bin/python -m backend.local
SOLHINT := .venv/bin/node node_modules/solhint/solhint.js --disc --noPoster --max-warnings 0
# Temporary files too, so that nothing of one user is in the way of another.
export TMPDIR := $(CURDIR)/.coprod/tmp
# Which Python makes .venv; the first suitable one when empty.
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-browser test-terminal transcript gas spec fuzz mutants coverage slither schemathesis bench-mirror bench-head bench-import bench-web chaos-mirror chaos-payer test-cluster bench-cluster bench-payer lint contracts brownie lock stop reset clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

setup: ## install what the others need, into this folder; PYTHON=python3.12 chooses the Python
	@./backend/local/setup

demo: setup ## the whole way, from opening a campaign to royalties in wallets; ARGS=--exit stops at the end
	@.venv/bin/coprod demo $(ARGS)

test: setup ## all tests at once: the contracts on a local chain, the backend on a local chain and database
	@.venv/bin/python -m tests

test-browser: setup ## the website in Chromium: axe, keyboard, small screens, wallets, whole stories; ARGS="-k refund"; pictures in .coprod/screens
	@.venv/bin/python -m pytest tests/browser $(ARGS)

test-terminal: setup ## campaigns through a pseudo-terminal, from `new` to finalized, by each of the four models; ARGS="-k label"
	@.venv/bin/python -m pytest tests/terminal $(ARGS)

transcript: setup ## record what a terminal shows of `coprod campaign plan` and `apply` into docs/
	@.venv/bin/python -m tests.terminal.transcript

gas: setup ## what transactions cost, beside others' contracts, into tests/contracts/gas.json; ARGS=--check compares only
	@$(RUN) brownie compile
	@.venv/bin/python -m tests.proof.gas $(ARGS)

spec: setup ## each rule of SPECIFICATION.md with the tests that cite it and passed; fails when a rule has none
	@.venv/bin/python -m tests.proof.spec

fuzz: setup ## thousands of random lives of campaigns, shares and waterfalls against their models; ARGS=100 draws so many
	@.venv/bin/python -m tests.proof.fuzz $(ARGS)

mutants: setup ## take one defence of tests/mutants away at a time: its tests must fail; ARGS="K04 K07" takes only those
	@.venv/bin/python -m tests.proof.mutants $(ARGS)

coverage: setup ## branches of contracts/ that the tests decide both ways, by file; ARGS names tests
	@.venv/bin/python -m tests.proof.coverage $(ARGS)

slither: setup ## static analysis of contracts/: fails on what tests/proof/slither/explained.toml does not explain
	@.venv/bin/python -m tests.proof.slither $(ARGS)

schemathesis: setup ## what the OpenAPI document says against the running server, random requests too; ARGS="--max-examples 500 --seed 7"
	@.venv/bin/python -m tests.proof.schemathesis $(ARGS)

bench-mirror: setup ## how fast the mirror reads whole chains, beside a bare copy and Ponder; ARGS=--no-peers without the latter
	@.venv/bin/python -m tests.bench.mirror $(ARGS)

bench-head: setup ## from a block's mining to its rows in the database, beside Ponder; ARGS=--no-peers without the latter
	@.venv/bin/python -m tests.bench.head $(ARGS)

bench-import: setup ## a distributor's file of a million lines: seconds and memory; ARGS="--lines 100000"
	@.venv/bin/python -m tests.bench.importing $(ARGS)

bench-web: setup ## time until a page's first byte, kept or made anew, beside bare routes with its bytes and SQL; ARGS="--asks 50"
	@.venv/bin/python -m tests.bench.web $(ARGS)

chaos-mirror: setup ## kill -9, reorgs and faulty nodes under traffic, 50 kills in the middle of something; ARGS="--seed 7 --kills 20"
	@.venv/bin/python -m tests.chaos $(ARGS)

chaos-payer: setup ## kill -9, restarts, reorgs and a restored backup while 500 holders are paid for 3 deposits; ARGS="--seed 7 --kills 20"
	@.venv/bin/python -m tests.chaos.payer $(ARGS)

test-cluster: setup ## two servers, two mirrors and two that do jobs on one database, killed in turn under load; ARGS="--seed 7 --rounds 2 --replica"
	@.venv/bin/python -m tests.cluster $(ARGS)

bench-cluster: setup ## what each role costs: memory, connections, a processor's time for an answer, a block, a message; ARGS="--asks 100"
	@.venv/bin/python -m tests.cluster.sizing $(ARGS)

bench-payer: setup ## 10,000 holders paid, beside the same batches sent raw and one transfer each with web3.py; ARGS="--holders 1000"
	@.venv/bin/python -m tests.bench.payer $(ARGS)

lint: setup ## ruff, mypy and solhint
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(SOLHINT) 'contracts/**/*.sol'

contracts: setup ## compile the contracts into .coprod/build
	@$(RUN) brownie compile

brownie: setup ## run Brownie with this folder's compiler and chain: make brownie ARGS="run deploy"
	@$(RUN) brownie $(ARGS)

lock: setup ## choose the newest allowed versions anew and write both lock files
	@.venv/bin/python backend/local/bootstrap.py lock

stop: ## stop what `coprod` of this folder left running
	@if [ -x .venv/bin/python ]; then $(RUN) stop; fi

reset: ## stop, and forget the demo's chain, database and records; what is installed stays
	@if [ -x .venv/bin/python ]; then $(RUN) reset; fi

clean: stop ## stop, and remove all that was made: .venv, node_modules, .coprod and the caches
	@keys=.coprod/brownie/.brownie/accounts; if [ ! -L $$keys ] && ls $$keys/*.json >/dev/null 2>&1; then \
		echo "clean: $$keys holds keys that exist nowhere else: move them to a safe place first." >&2; exit 1; fi
	@rm -rf .venv node_modules .coprod .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
