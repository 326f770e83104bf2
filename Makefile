# make demo    the main job, end to end, on a casefile of its own
# make test    the fast tests, under a minute
# make test-slow   the others: servers, faults, large samples (CI runs both)
# make check   style, types, imports, layout
# make accuracy  every figure of the reader beside its floor and its peers
# make docs    the documentation as pages, in site/
# make bench   speed against named peers, as ratios
# make faults  kills, power cuts, failing system calls, full disks, tampering: the long runs
# make canaries   a thousand and more planted words, sought in every answer to everybody
# make exactness   millions of positions against geodesics, probabilities against draws
# make bench-web   the web door under wrk: 16 and 64 connections, a ledger of a million entries
# make bench-pages CASE=FOLDER   every page on a casefile of a million entries, which is made first
# make bench-positions   positions at scale, beside peers in an environment of their own
# make mutate-agreements   change every number, day and side: a case must fail (nightly)
# make bands   ten thousand places for each way to make a zone, by GeographicLib and by PostGIS
# make optional   Spark, spaCy and the browser tests' own packages: large, and each may be missing
# make front-end  fetch the browser's libraries of the map, pinned and checked by hash
# make lock    resolve the dependencies anew, with hashes

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2
ARTICLE ?= $(wildcard ../shared/seed/article.txt)

PEERS ?= .venv/peers

.PHONY: bands mutate-agreements front-end demo test test-slow check accuracy docs bench bench-pages bench-positions bench-web canaries exactness faults lock optional clean
.DEFAULT_GOAL := demo

$(READY): requirements.lock pyproject.toml
	@sh scripts/venv.sh $(VENV)
	@touch $(READY)

demo: $(READY) front-end
	@$(BIN)/truceline demo $(ARTICLE)

test: $(READY) front-end
	@$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not slow"

test-slow: $(READY) front-end
	@$(BIN)/pytest -n $(JOBS) --dist worksteal -m slow

check: $(READY)
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@echo "check: all is in order"

accuracy: $(READY)
	@sh scripts/accuracy_peers.sh $(VENV)-peers
	@$(BIN)/python -m tests.accuracy --peers $(VENV)-peers

docs: $(READY)
	@$(BIN)/python -m typer truceline.cli.main utils docs --name truceline \
	  --output docs/reference/cli.md
	@$(BIN)/zensical build --strict

bench: $(READY)
	@$(BIN)/python -m benchmarks.run
	@sh scripts/accuracy_peers.sh $(VENV)-peers
	@$(BIN)/python -m benchmarks.reading --peers $(VENV)-peers
	@if sh scripts/postgresql.sh find >/dev/null; then \
	  sh scripts/postgresql.sh with $(BIN)/python -m benchmarks.ledger; \
	else $(BIN)/python -m benchmarks.ledger; fi

# How long the long runs are. They end with one table of what was tried, found and lost; files that
# are written on the way lie in SCRATCH, on a disk that syncs, unless another folder is named.
KILLS ?= 1000
POWER_CUTS ?= 3000
CALLS ?= all
TAMPERINGS ?= 4000
DROPS ?= 1000
SERVER_KILLS ?= 100
WRITERS ?= 8
WRITERS_S ?= 10
VERB_KILLS ?= 200
BUNDLES ?= 1000
MACHINES ?= 400
SCRATCH ?= $(or $(TMPDIR),/tmp)

faults: $(READY)
	@TRUCELINE_TABLE=1 TMPDIR=$(SCRATCH) \
	  TRUCELINE_KILLS=$(KILLS) TRUCELINE_POWER_CUTS=$(POWER_CUTS) TRUCELINE_CALLS=$(CALLS) \
	  TRUCELINE_TAMPERINGS=$(TAMPERINGS) TRUCELINE_DROPS=$(DROPS) \
	  TRUCELINE_SERVER_KILLS=$(SERVER_KILLS) TRUCELINE_WRITERS=$(WRITERS) \
	  TRUCELINE_WRITERS_S=$(WRITERS_S) TRUCELINE_VERB_KILLS=$(VERB_KILLS) \
	  TRUCELINE_BUNDLES=$(BUNDLES) TRUCELINE_MACHINES=$(MACHINES) \
	  $(BIN)/pytest -n $(JOBS) --dist worksteal -v --durations=10 \
	  tests/evidence/test_bundles.py tests/evidence/test_kill.py tests/faults \
	  tests/evidence/test_erase.py tests/evidence/test_meaning.py

# How large a ledger, and how long each address is asked.
ENTRIES ?= 1000000
SECONDS ?= 30

# How many words in each kind of place.
CANARIES ?= 50

canaries: $(READY)
	@TRUCELINE_CANARIES=$(CANARIES) $(BIN)/pytest -s tests/web/people/test_canaries.py

bench-web: $(READY)
	@$(BIN)/python -m benchmarks.web --entries $(ENTRIES) --seconds $(SECONDS)

bench-positions: $(READY)
	@sh benchmarks/positions/venv.sh $(VENV) $(PEERS)
	@$(PEERS)/bin/python -m benchmarks.positions

bench-pages: $(READY)
	@test -n "$(CASE)" || { echo "say where the casefile lies or is to be made: CASE=FOLDER"; exit 2; }
	@test -d "$(CASE)" || $(BIN)/python -m benchmarks.web.decade "$(CASE)"
	@$(BIN)/python -m benchmarks.web.pages --case "$(CASE)"

exactness: $(READY)
	@TRUCELINE_LONG=1 $(BIN)/pytest -s tests/geo/test_classify.py tests/geo/test_classify_doubt.py

optional: $(VENV)/.optional

$(VENV)/.optional: requirements-optional.lock $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements-optional.lock
	@touch $@

mutate-agreements: $(READY)
	@$(BIN)/python -m tests.agreement.mutation --least 1.0

front-end: $(READY)
	@$(BIN)/python -m scripts.front_end

bands: $(READY)
	@$(BIN)/python -m tests.geo.constructions

lock: $(READY)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --group optional \
	  --constraint requirements.lock pyproject.toml -o requirements-optional.lock

clean:
	rm -rf $(VENV) site demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
