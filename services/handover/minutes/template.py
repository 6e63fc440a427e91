"""Which template a record is printed by: part of what both sides sign."""

from datetime import date

from services.handover.rules import form_for

# Goes up by one with every change of minutes.typ; a test holds both together.
VERSION = 2


def template_of(on: date) -> str:
    """Id and version of the template, and of the law's form that it sets on the day `on`."""
    return f"minutes@{VERSION} {form_for(on).key}"
