# make demo    the main job, end to end, on a casefile of its own
# make test    every test
# make check   style, types, imports, layout
# make docs    the documentation as pages, in site/
# make bench   speed against named peers, as ratios
# make lock    resolve the dependencies anew, with hashes

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2
ARTICLE ?= $(wildcard ../shared/seed/article.txt)

.PHONY: demo test check docs bench lock clean
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

lock: $(READY)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) site demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
