"""The rules that a record was made under, by the keys it keeps, so that people can see what it stands on."""

from collections.abc import Iterable

from services.web.backstage import Json
from shared.law import Provision, provisions


def basis_of(record: Json) -> list[Provision]:
    """The versions of the rules of a record and of its printed form; an unknown key is left out."""
    rules = [_version("rule", key) or _version("life", key) for key in record["rules"]]
    forms = (one for versions in provisions("form").values() for one in versions)
    printed = (one for one in forms if one.details.get("code") == record["form"])
    return _known([*rules, next(printed, None)])


def _version(kind: str, key: str) -> Provision | None:
    """The version that a key such as `L15-23@2` names."""
    id_, _at, version = key.rpartition("@")
    return next((one for one in provisions(kind).get(id_, ()) if str(one.version) == version), None)


def _known(found: Iterable[Provision | None]) -> list[Provision]:
    return [one for one in found if one is not None]
