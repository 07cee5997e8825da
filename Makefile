# make app opens the page; make test proves it. Both do their own set-up in .venv.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
# pytest ends with 5 where PYTEST_ARGS leave one half of the suite empty.
NONE_IS_FINE = || [ $$? -eq 5 ]

.PHONY: app test check audit soak bench lock clean chromium postgres

app: .venv/app
	$(BIN)/frontlines app --port $(PORT)

test: .venv/dev chromium postgres check
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/browser $(PYTEST_ARGS) $(NONE_IS_FINE)
	$(BIN)/python -m pytest tests/browser $(PYTEST_ARGS) $(NONE_IS_FINE)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/frontlines check-data
	$(BIN)/python tools/audit.py

audit: .venv/dev
	$(BIN)/python tools/audit.py

soak: .venv/dev chromium postgres
	$(BIN)/python -m pytest -m soak $(PYTEST_ARGS)

bench: .venv/dev chromium
	$(BIN)/python -m benchmarks

lock:
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra build --extra postgis --extra cluster -o requirements/app.txt pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements/app.txt -o requirements/dev.txt pyproject.toml

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/app: requirements/app.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/app.txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@ .venv/app

chromium:
	@sh tests/browser/install_chromium.sh

postgres:
	@sh tests/postgres/install_postgres.sh
