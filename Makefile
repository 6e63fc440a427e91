# Every target is a line or two; the work is in scripts/ and in the `taisan` command.
.DEFAULT_GOAL := help
.PHONY: help run test check format bench contracts secrets clean

help: ## list these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## /  make \1	/p' $(firstword $(MAKEFILE_LIST))

run: ## start taisan with the demo data: PORT=8080 TAISAN_DATA=./data HTTPS=1
	@sh scripts/run

test: ## the whole suite with its own servers: ARGS="tests/unit -k label"
	@sh scripts/test $(ARGS)

check: ## ruff, mypy, import boundaries, contract drift
	@sh scripts/check

format: ## let ruff put the code in order
	@.venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format .

bench: ## medians and ratios to a bare floor on the same PostgreSQL
	@sh scripts/python dev -m bench $(ARGS)

contracts: ## write contracts/http/*.openapi.json from the code
	@sh scripts/python dev -m taisan contracts

secrets: ## passwords and keys for docker compose, in deploy/secrets/
	@sh scripts/python run -m taisan.deployment

clean: ## remove the environment and caches; ./data stays
	@rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis
