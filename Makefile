# Style Transfer Studio: `make run` serves it, `make test` checks it. Both set up what they need in .venv.
#
# Variables:  PYTHON=python3.12     the interpreter for .venv
#             PORT=8501             where the studio listens
#             ADDRESS=127.0.0.1     listen to this machine alone
#             PIP_ARGS="…"          words for pip, for instance the index of PyTorch's small CPU wheels

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run test lint unit journeys bench weights clean venv browser
MAKEFLAGS += --no-print-directory

PYTHON ?=
PORT ?= 8501
ADDRESS ?=
PIP_ARGS ?=

VENV := .venv
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --no-input install --quiet $(PIP_ARGS)
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

help:
	@echo "make run      serve the studio on port $(PORT)"
	@echo "make test     lint, strict types, import contract, tests, browser journeys"
	@echo "make lint     lint, strict types, import contract"
	@echo "make bench    measure speed, memory and convergence"
	@echo "make weights  list the official weights and where they would be"
	@echo "make clean    remove caches and build results; .venv stays"

run: venv
	@$(MAKE) -s $(RUNTIME)
	@headless=true; \
	if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname)" = Darwin ]; then headless=false; fi; \
	if [ -n "$${CI:-}" ]; then headless=true; fi; \
	exec $(RUN) -m streamlit run app.py --server.port="$(PORT)" --server.headless=$$headless \
	    $(if $(ADDRESS),--server.address="$(ADDRESS)") </dev/null

test: venv
	@$(MAKE) lint browser
	@mkdir -p build; code=0; \
	$(MAKE) unit || code=1; \
	$(MAKE) journeys || code=1; \
	echo "Unit tests:       $$(tail -n 1 build/unit.log)"; \
	echo "Browser journeys: $$(tail -n 1 build/journeys.log)"; \
	exit $$code

unit:
	@mkdir -p build; set -o pipefail; $(RUN) -m pytest -m "not e2e" -rs </dev/null 2>&1 | tee build/unit.log

journeys:
	@mkdir -p build; set -o pipefail; $(RUN) -m pytest -m e2e -rs </dev/null 2>&1 | tee build/journeys.log

lint: venv
	@$(MAKE) -s $(DEV)
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -c 'from importlinter.cli import lint_imports_command as lint; lint()'

bench: venv
	@$(MAKE) -s $(DEV)
	$(RUN) scripts/benchmark.py neural-style
	$(RUN) scripts/benchmark.py photorealistic --parts speed,sizes
	$(RUN) scripts/benchmark.py faces
	$(RUN) scripts/benchmark.py text --parts speed

weights: venv
	@$(MAKE) -s $(RUNTIME)
	$(RUN) scripts/fetch_weights.py

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# A usable .venv is left as it is; a broken one is made anew with the first interpreter that works.
venv:
	@if $(RUN) -c '$(SUITABLE)' 2>/dev/null && { $(RUN) -m pip --version || $(RUN) -m ensurepip; } >/dev/null 2>&1; \
	then exit 0; fi; \
	set -- python3 python3.13 python3.12 python3.11; \
	if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; fi; \
	for python in "$$@"; do \
	    if "$$python" -c 'import ensurepip, ssl, venv; $(SUITABLE)' >/dev/null 2>&1; then \
	        echo "Making $(VENV) with $$python"; \
	        "$$python" -m venv --clear $(VENV) && exit 0; \
	    fi; \
	done; \
	echo "No Python 3.11, 3.12 or 3.13 that can make an environment was found (tried: $$*)." >&2; \
	echo "Install one with its venv module, or name it: make run PYTHON=/path/to/python3.12" >&2; \
	exit 1

# Chromium is wanted, not required: without it the journeys are skipped and say so.
browser:
	@mkdir -p build; \
	for name in "$${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do \
	    if command -v "$$name" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then \
	    echo "There is no Chromium: the browser journeys will be skipped."; exit 0; \
	fi; \
	echo "Installing Chromium for the browser journeys"; \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	    </dev/null >build/chromium.log 2>&1 || echo "That failed (build/chromium.log); the journeys will be skipped."

$(RUNTIME): requirements.txt
	@echo "Installing the studio's requirements (a few minutes the first time)"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt
	@echo "Installing the requirements of the studio and of its tests (a few minutes the first time)"
	@$(PIP) -r requirements-dev.txt
	@touch $(RUNTIME) $@
