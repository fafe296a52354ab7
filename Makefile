# Everything starts from a python3 (3.11 or newer) with pip and venv; the rest is pinned, with hashes, in requirements/.
# A target's packages are installed once: .venv/.runtime, .test, .lint and .docs beside it remember it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT := out/demo
DEMO := run mobilization-2022 --scale 1:1 --out $(OUT) --force
PYTEST_FLAGS ?=
# Under a minute on two processors once kernels are compiled: what takes CPU, starts processes or draws pages is left out.
QUICK := -m "not slow" tests/unit tests/process tests/events tests/behaviour tests/scenario tests/case tests/inputs \
  tests/cli/test_refusals.py tests/cli/test_manners.py tests/classics/test_judge.py \
  $(addprefix tests/comparisons/test_,design.py intervals.py) tests/verdicts/test_verdict.py \
  $(addprefix --ignore=tests/,behaviour/test_classic_behaviours.py unit/test_package.py unit/test_own_code.py) \
  --ignore=tests/case/test_broken_folders.py \
  --deselect=tests/unit/test_docs.py::test_examples_in_python_run \
  --deselect=tests/unit/test_arguments.py::test_experiments_take_any_path
BENCH_FLAGS ?=
SITE := build/site

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where Python is told to keep no compiled modules, each command would compile those of all libraries anew: .7 s.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo studio quick test studio-test lint docs site bench verification release lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## run the flagship scenario, one person for one person, and say where its report is
	$(BIN)/groundswell $(DEMO)
	@echo "Report: $(OUT)/report.html"
	@echo "The command is $(BIN)/groundswell; after: source $(BIN)/activate, groundswell alone will do"

studio: $(VENV)/.runtime ## open the studio in your browser, on the folder runs (Ctrl-C ends it)
	$(BIN)/groundswell studio

quick: $(VENV)/.test ## run the quick tests: under a minute, for while you write
	$(BIN)/python -m pytest -q -n auto $(QUICK) $(PYTEST_FLAGS)

test: $(VENV)/.test ## run all tests, on all processors
	$(BIN)/python -m pytest -q -n auto --ignore=tests/browser $(PYTEST_FLAGS)

studio-test: $(VENV)/.test $(VENV)/.browser ## go the studio's journeys in a browser (chromium, or name one: BROWSER=/path/to/it)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -rs tests/browser $(PYTEST_FLAGS)

lint: $(VENV)/.lint ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

docs: $(VENV)/.runtime ## write the generated pages anew: parameters, evidence, the ODD protocol, the drawn house
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/house.py

site: $(VENV)/.docs ## build the documentation, every cell run: build/site/html/index.html (add SITE=folder)
	$(BIN)/python docs/site/build.py $(SITE)

bench: $(VENV)/.runtime ## measure this machine and the engine on it (minutes; add BENCH_FLAGS=--full or --peers)
	$(BIN)/groundswell bench --force --out benchmarks/results-$$(date +%F).json $(BENCH_FLAGS)

verification: $(VENV)/.test ## statistical checks, some hours in all; writes verification/results/
	for script in verification/*.py; do $(BIN)/python $$script || exit 1; done

release: $(VENV)/.test ## build and check a release into dist/; tags, signs and uploads nothing
	$(BIN)/python tools/release.py

lock: ## choose the pinned versions anew (needs the package index)
	requirements/lock.sh $(PYTHON)

clean: ## remove environments, caches and outputs
	rm -rf .venv* out build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis src/*.egg-info
	find src tests verification -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime $(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.browser: $(VENV)/.%: requirements/%.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --no-compile --require-hashes -r $<
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation --editable .
	touch $@
