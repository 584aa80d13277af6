# Everything on a machine with Python 3.11 and pip; nothing is installed outside this folder.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo test lint docs quality speed clean

help:
	@echo "make demo     set up and check the bundled example pair"
	@echo "make test     set up and run all tests"
	@echo "make lint     ruff and strict mypy"
	@echo "make docs     write the generated pages and the outputs that the README shows"
	@echo "make quality  scores on the labelled sets, where they are present"
	@echo "make speed    speed, memory and size against the budgets"

demo: $(VENV)/.installed
	$(BIN)/unspin check examples/spun/original.txt examples/spun/rewrite.txt --fail-on never

# A file's tests stay together: some share a server, a browser or a cluster.
test: $(VENV)/.developed
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.developed
	$(BIN)/python docs/make_pages.py

quality: $(VENV)/.developed
	$(BIN)/python benchmarks/quality.py --jobs 2

speed: $(VENV)/.developed
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/budgets.py

clean:
	rm -rf $(VENV) .venv-wheel build dist

# Debian splits ensurepip off into python3-venv; where it is missing, the machine's own pip puts a pip into the environment.
$(VENV)/.pip:
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q pip; }
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	touch $@

$(VENV)/.installed: $(VENV)/.pip pyproject.toml
	$(BIN)/python -m pip install -q -e .
	touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install -q -e ".[corpus,documents,mcp,spark,web]" --group dev
	touch $@
