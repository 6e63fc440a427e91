"""Alembic asks for this file; all of it lives in the common library."""

from shared.db.migration import run_env

run_env()
