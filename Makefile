# Two commands for everybody: `make run` serves, `make test` checks everything.
# All that they install stays inside this folder (.venv and .cache).

VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check

export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
# An environment of the caller's must not decide what is imported here.
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

# Use another interpreter with: make run PYTHON=/path/to/python3.12
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)

.PHONY: run test bench lock vendor installed installed-test venv

run: installed
	@exec $(VENV)/bin/gunicorn

test: installed-test
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

bench: installed-test
	$(VENV)/bin/python benchmarks/run

# The copy of the requirements in .venv tells what was installed last.
installed: venv
	@cmp -s requirements.txt $(VENV)/requirements.txt || { \
		echo "Installing the requirements into $(VENV) ..."; \
		$(PIP) install --quiet --require-hashes -r requirements.txt \
		&& cp requirements.txt $(VENV)/requirements.txt; }

installed-test: installed
	@cmp -s requirements-test.txt $(VENV)/requirements-test.txt || { \
		echo "Installing the test requirements into $(VENV) ..."; \
		$(PIP) install --quiet --require-hashes -r requirements-test.txt \
		&& cp requirements-test.txt $(VENV)/requirements-test.txt; }

# An environment that does not run (moved, or its Python is gone) is made anew.
venv:
	@$(VENV)/bin/python -m pip --version >/dev/null 2>&1 || { \
		test -n "$(PYTHON)" || { \
			echo "Switchhook needs Python 3.11 or newer, and none was found." >&2; \
			echo "Install one, or name it: make run PYTHON=/path/to/python" >&2; \
			exit 1; }; \
		$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "$(PYTHON) lacks the venv module (on Debian: apt install python3-venv)." >&2; \
			exit 1; }; \
		$(PYTHON) -m venv --clear $(VENV); }

# Pins everything anew from the ranges in pyproject.toml, with hashes.
COMPILE := .cache/lock/bin/pip-compile --quiet --upgrade --generate-hashes --no-header \
	--strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host

lock: venv
	$(VENV)/bin/python -m venv --clear .cache/lock
	.cache/lock/bin/python -m pip install --quiet "pip-tools>=7.4"
	$(COMPILE) -o requirements.txt pyproject.toml
	$(VENV)/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", \
		"rb"))["dependency-groups"]["test"], sep="\n")' > .cache/lock/test.in
	$(COMPILE) -c requirements.txt -o requirements-test.txt .cache/lock/test.in

# The files of others that pages load, from the npm registry. Needs npm.
vendor: venv
	$(VENV)/bin/python tools/vendor/build.py
