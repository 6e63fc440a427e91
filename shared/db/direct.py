"""Running a fixed statement straight on the driver, within the session's transaction.

For the few statements of the hot paths: it costs half of what the same text costs through SQLAlchemy. Errors
come as SQLAlchemy's own, so that refusals, retries and constraint names work as everywhere else, and whoever
listens to `before_cursor_execute` hears of it.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


def rows(session: Session, statement: str, parameters: Mapping[str, Any]) -> list[Any]:
    """The rows (named tuples) of `statement`, with parameters as psycopg has them (`%(name)s`)."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    for listener in connection.engine.dispatch.before_cursor_execute:
        listener(connection, None, statement, parameters, None, False)
    try:
        with driver.cursor(row_factory=namedtuple_row) as cursor:
            cursor.execute(statement, parameters, prepare=True)
            found: list[Any] = cursor.fetchall() if cursor.description else []
            return found
    except psycopg.Error as error:
        lost = bool(driver.closed)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement,
            dict(parameters),
            error,
            psycopg.Error,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error
