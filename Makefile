# Both commands of the README set up all they need: a virtual environment with locked dependencies
# and newslake itself in it. `make` only does again what has changed.

# Beam and spaCy have wheels for these.
SUITABLE := import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))
# The first that runs: a name on the PATH may be a version manager's shim for a Python that is not active.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3.10 python3; do \
    $$python -c '$(SUITABLE)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
LAKE ?= lake
SOURCES := $(shell find pipelines transforms schemas models/en_newslake_sm -type f ! -name '*.pyc' 2>/dev/null)

ROUNDS ?= 200

.PHONY: run test test-all test-flink test-cluster chaos stream-chaos lock docs clean

run: $(VENV)/installed
	@$(BIN)/newslake ingest examples --output $(LAKE)
	@$(BIN)/python -m pipelines.show $(LAKE)

test: $(VENV)/installed
	$(BIN)/python -m pytest -rs -m "not slow"

# Also the long tests, and those of other readers (Polars, Spark with a JDK 17). What is skipped is named with the reason.
test-all: $(VENV)/installed $(VENV)/readers
	$(BIN)/python -m pytest -rs

# The batch job on a real Flink, also while one of its TaskManagers is killed; needs JDK 17 and Maven.
test-flink: $(VENV)/installed
	$(BIN)/python -m deploy.flink fetch
	$(BIN)/python -m pytest tests/end_to_end/test_flink.py -k "tables_as_on_this_machine or annotates"

# Streams of all kinds of inputs, killed and upgraded again and again, on a real Flink.
stream-chaos: $(VENV)/installed
	$(BIN)/python -m tests.end_to_end.stream_rounds --rounds $(or $(STREAM_ROUNDS),20)

# On a real Flink and a real Prism, which it fetches and starts itself; needs JDK 17, Maven and Go.
test-cluster: $(VENV)/installed
	$(BIN)/python -m pytest tests/deploy tests/end_to_end/test_flink.py tests/end_to_end/test_prism.py \
	    tests/end_to_end/test_streams.py tests/end_to_end/test_flink_streams.py

# Writers killed and failed again and again on one lake, against an undisturbed run; some rounds through Beam.
chaos: $(VENV)/installed
	$(BIN)/python -m tests.end_to_end.chaos --rounds $(ROUNDS)
	$(BIN)/python -m tests.end_to_end.chaos --rounds 10 --through-beam

docs: $(VENV)/installed
	$(BIN)/python -m schemas.docs > docs/tables.md
	$(BIN)/python -m schemas.reading > docs/reading.md

$(VENV)/dependencies: requirements.lock
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(SUITABLE)' || \
	    { echo "newslake needs Python 3.10 to 3.13, and $(or $(PYTHON),what is on the PATH) is none; name one: make PYTHON=/path/to/python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/readers: $(VENV)/dependencies requirements-readers.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-readers.lock
	@touch $@

# Not editable: spaCy finds the model by the metadata of an installed package.
$(VENV)/installed: $(VENV)/dependencies setup.py pyproject.toml requirements.in $(SOURCES)
	@rm -rf build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	@rm -rf build
	@touch $@

# Versions for every platform and Python from 3.10 to 3.13, with hashes.
lock:
	$(PYTHON) -m uv pip compile --universal -p 3.10 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links requirements-dev.in -o requirements.lock
	$(PYTHON) -m uv pip compile --universal -p 3.10 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links requirements-readers.in -c requirements.lock -o requirements-readers.lock

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .hypothesis
