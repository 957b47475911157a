# `make run` and `make test` are all that a newcomer needs; `make` alone lists the rest.
# Each builds what it needs in .venv first, and again when pyproject.toml or the tested versions change.

PYTHON ?= python3
ARGS ?=
AREA ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTED := packaging/constraints.txt
OFFSCREEN := env -u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=offscreen
# Two of the libraries that the map is measured against draw on a screen only; without Xvfb they are left out.
SCREEN := $(if $(shell command -v xvfb-run),xvfb-run --auto-servernum \
	--server-args='-screen 0 1600x1200x24 +extension GLX' env QT_QPA_PLATFORM=xcb,$(OFFSCREEN))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test install check bench cards screenshots clean

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  Variables: ARGS="moby-dick.txt" (run), ARGS="-k neighbours" (test), AREA=start (bench), PYTHON=python3.12'

run: .venv/installed  ## Start the program (ARGS="FILES..." opens them)
	@$(BIN)/python packaging/check_system.py --window
	@$(BIN)/lexiscope $(ARGS)

test: .venv/developed  ## Run the tests, without a display
	@$(BIN)/python packaging/check_system.py --tests
	@$(OFFSCREEN) $(BIN)/python -m pytest --numprocesses=auto $(ARGS)

install: .venv/installed  ## Build the environment: .venv with .venv/bin/lexiscope

check: .venv/developed  ## Check style, formatting, types and the directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/measured  ## Measure against the libraries' own ways (AREA=neighbors: one area)
	@$(BIN)/python packaging/check_system.py
	@$(if $(filter map,$(AREA)),$(SCREEN),$(OFFSCREEN)) $(BIN)/python -m tests.benchmarks $(AREA)

cards: .venv/installed  ## Draw the pictures of the samples anew, by the program itself
	@$(BIN)/python packaging/check_system.py
	@$(OFFSCREEN) $(BIN)/python packaging/make_cards.py

screenshots: .venv/installed  ## Draw the pictures of the README anew, by the program itself
	@$(BIN)/python packaging/check_system.py
	@$(OFFSCREEN) $(BIN)/python packaging/make_screenshots.py

clean:  ## Remove the environment and whatever else can be made again
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find explorer widgets tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pip:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or later," \
		"or name yours: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) packaging/check_python.py
	@echo "Building the environment in .venv (once; a few minutes)"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --upgrade --constraint $(TESTED) pip
	@touch $@

.venv/installed: pyproject.toml $(TESTED) | .venv/pip
	@$(PIP) install --constraint $(TESTED) --editable .
	@touch $@

.venv/developed: .venv/installed
	@$(PIP) install --constraint $(TESTED) --group dev
	@touch $@

.venv/measured: .venv/developed
	@$(PIP) install --constraint $(TESTED) --group bench
	@touch $@
