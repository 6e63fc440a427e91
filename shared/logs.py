"""Structured JSON logs, one line an event, all lines of one request or message under one correlation id."""

import logging
import sys
from typing import Any
from uuid import UUID

import structlog

from shared.ids import uuid7

_SECRETS = frozenset({"password", "secret", "token", "pin", "authorization", "cookie", "drawing", "key"})


def configure(service: str, *, level: int = logging.INFO) -> None:
    """Send structlog and the standard library's warnings to standard error as JSON lines."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)


def log(name: str) -> Any:
    """The logger of one module; every line carries `module=name`."""
    return structlog.get_logger(module=name)


def begin_correlation(correlation_id: str | None = None, causation_id: str | None = None) -> str:
    """Start a new trail (a request, a message, a job); returns its correlation id."""
    correlation = correlation_id or str(uuid7())
    structlog.contextvars.bind_contextvars(correlationid=correlation, causationid=causation_id)
    return correlation


def correlation() -> tuple[str | None, UUID | str | None]:
    """The (correlation id, causation id) of the trail we are on, or Nones outside of any."""
    bound = structlog.contextvars.get_contextvars()
    return bound.get("correlationid"), bound.get("causationid")


def _without_secrets(_logger: Any, _method: str, line: Any) -> Any:
    """Blank every value whose key names a secret: logs are read by more people than the database."""
    return {name: line[name] if _SECRETS.isdisjoint(name.lower().split("_")) else "***" for name in line}
