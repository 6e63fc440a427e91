"""The work of the register that is too long for a request, by the kind its tasks bear (shared/tasks.py)."""

from shared.tasks import Work

WORKS: dict[str, Work] = {}
