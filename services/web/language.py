"""Vietnamese first: the source is Vietnamese, `translations/en` has the English, compiled at start."""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context

LANGUAGES = ("vi", "en")
TRANSLATIONS = Path(__file__).parent / "translations" / "en" / "LC_MESSAGES"  # a file per noun


def load_english() -> GNUTranslations:
    """Compile the English catalogues in memory as one, so that no binary file is kept."""
    whole = Catalog(locale="en")
    for path in sorted(TRANSLATIONS.glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="en"):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


_english = load_english()


def language() -> str:
    """The language of this request: "vi" or "en"."""
    return str(g.get("language", "vi")) if has_request_context() else "vi"


def gettext(message: str) -> str:
    """`message` (Vietnamese) in the language of this request."""
    return _english.gettext(message) if language() == "en" else message


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` by `count`; Vietnamese has one form for both."""
    return _english.ngettext(one, many, count) if language() == "en" else one if count == 1 else many


def _(message: str, **values: object) -> str:
    """`message` in the language of this request with `%(name)s` filled in."""
    return gettext(message) % values if values else gettext(message)


def N_(message: str) -> str:  # noqa: N802 - the name that Babel's extractor looks for
    """Mark `message` for translation where it is shown, not here."""
    return message


def teach(app: Flask) -> None:
    """Give the templates `_()`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
