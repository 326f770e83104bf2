# make demo    the main job, end to end, on a casefile of its own
# make test    every test
# make check   style, types, imports, layout
# make docs    the documentation as pages, in site/
# make bench   speed against named peers, as ratios
# make faults  kills, power cuts, failing system calls, full disks, tampering: the long runs
# make lock    resolve the dependencies anew, with hashes

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2
ARTICLE ?= $(wildcard ../shared/seed/article.txt)

.PHONY: demo test check docs bench faults lock clean
.DEFAULT_GOAL := demo

$(READY): requirements.lock pyproject.toml
	@sh scripts/venv.sh $(VENV)
	@touch $(READY)

demo: $(READY)
	@$(BIN)/truceline demo $(ARTICLE)

test: $(READY)
	@$(BIN)/pytest -n $(JOBS)

check: $(READY)
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@echo "check: all is in order"

docs: $(READY)
	@$(BIN)/python -m typer truceline.cli.main utils docs --name truceline \
	  --output docs/reference/cli.md
	@$(BIN)/zensical build --strict

bench: $(READY)
	@$(BIN)/python -m benchmarks.run

# How long the long runs are; about twenty minutes on two cores as they stand.
KILLS ?= 1000
POWER_CUTS ?= 3000
CALLS ?= all
TAMPERINGS ?= 4000
DROPS ?= 1000
SERVER_KILLS ?= 100
WRITERS ?= 8
WRITERS_S ?= 5

faults: $(READY)
	@TRUCELINE_KILLS=$(KILLS) TRUCELINE_POWER_CUTS=$(POWER_CUTS) TRUCELINE_CALLS=$(CALLS) \
	  TRUCELINE_TAMPERINGS=$(TAMPERINGS) TRUCELINE_DROPS=$(DROPS) \
	  TRUCELINE_SERVER_KILLS=$(SERVER_KILLS) TRUCELINE_WRITERS=$(WRITERS) \
	  TRUCELINE_WRITERS_S=$(WRITERS_S) \
	  $(BIN)/pytest -s tests/evidence/test_kill.py tests/faults

lock: $(READY)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) site demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
