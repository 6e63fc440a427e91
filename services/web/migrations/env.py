"""How alembic runs the migrations of the web's database."""

from shared.db.migration import run_env

run_env()
