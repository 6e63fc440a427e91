"""docs/problems.md: every refusal that the services can answer, found in the code by its syntax tree."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from shared.problems import STATUS
from taisan.services import ROOT

PAGE = ROOT / "docs" / "problems.md"
KINDS = {kind.__name__: answer for kind, answer in STATUS.items()}
_WORDS = ("slug", "vi", "en")
_CODE = ("shared", "services", "taisan")
_HEAD = """# Problems

What the services answer when they refuse (RFC 9457, `application/problem+json`). The last part of `type`,
such as `/problems/asset-not-found`, is stable: programs decide by it. `detail` is for people, in Vietnamese
or, by `Accept-Language`, in English; what stands in braces is filled in, and … stands for words that depend
on the case (`errors` then names each fault). This page is written by `make contracts`.

Beside these: `http-404`, `http-405`, `http-413` and the like for what HTTP itself refuses, and `internal`
(500) for our own faults, with the `request_id` that the log knows.
"""


@dataclass(frozen=True, order=True)
class Problem:
    """One way in which something is refused: its slug, the class of error, its words in both languages."""

    slug: str
    kind: str
    vi: str
    en: str


def found() -> list[Problem]:
    """Every problem that the code raises, by slug."""
    files = (path for folder in _CODE for path in sorted((ROOT / folder).rglob("*.py")))
    return sorted({problem for path in files for problem in problems_of(path.read_text(encoding="utf-8"))})


def page() -> str:
    """The whole document."""
    parts = [_HEAD]
    for slug, same in groupby(found(), key=lambda problem: problem.slug):
        ways = list(same)
        for kind in sorted({way.kind for way in ways}):
            status, title_vi, title_en = KINDS[kind]
            parts.append(f"\n## {slug}\n\n**{status}** {title_vi} / {title_en}\n")
            parts += [f"\n* {way.vi}\n  *{way.en}*\n" for way in ways if way.kind == kind]
    return "".join(parts)


def problems_of(source: str) -> Iterator[Problem]:
    """The problems that one module can raise.

    Where a function passes its own parameters on, the words are those of its callers in the module.
    """
    tree = ast.parse(source)
    seen: set[ast.Call] = set()
    scopes: list[ast.FunctionDef | ast.Module] = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]
    for function in [*scopes, tree]:
        for call in _calls(function):
            if _name(call) in KINDS and call not in seen:
                seen.add(call)
                given = _arguments(call, _WORDS)
                if "slug" in given:
                    for known in _known(tree, function, call, given):
                        yield Problem(
                            kind=_name(call), **{word: _text(given.get(word), known) for word in _WORDS}
                        )


def _known(
    tree: ast.Module, function: ast.FunctionDef | ast.Module, call: ast.Call, given: Mapping[str, ast.expr]
) -> Iterator[dict[str, ast.expr]]:
    """What names stand for at `call`: variables set above it and, passed on, the arguments of each caller."""
    local = _assigned(function, call.lineno)
    if isinstance(function, ast.Module):
        yield local
        return
    parameters = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    passed = {node.id for node in given.values() if isinstance(node, ast.Name)} & set(parameters)
    callers = [other for other in _calls(tree) if _name(other) == function.name] if passed else []
    for other in callers:
        yield {**local, **_arguments(other, parameters)}
    if not callers:
        yield local


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def _arguments(call: ast.Call, names: Sequence[str]) -> dict[str, ast.expr]:
    """What a call gives for the parameters `names`, by position or by keyword."""
    given = dict(zip(names, call.args, strict=False))
    return given | {
        word.arg: word.value for word in call.keywords if word.arg is not None and word.arg in names
    }


def _assigned(function: ast.AST, above: int) -> dict[str, ast.expr]:
    """What the variables of a function are set to on the lines before `above`, the last one winning."""
    known: dict[str, ast.expr] = {}
    sets = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and node.lineno < above]
    for node in sorted(sets, key=lambda node: node.lineno):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=False)
            known |= {name.id: one for name, one in pairs if isinstance(name, ast.Name)}
        elif isinstance(target, ast.Name):
            known[target.id] = value
    return known


def _text(node: ast.expr | None, known: Mapping[str, ast.expr]) -> str:
    """A text as the code says it; what is only known when it runs stands in braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _hole(part.value) if isinstance(part, ast.FormattedValue) else _text(part, {})
            for part in node.values
        )
    if isinstance(node, ast.IfExp):
        return f"{_text(node.body, {})} | {_text(node.orelse, {})}"
    if isinstance(node, ast.Name) and node.id in known:
        return _text(known[node.id], {})
    return "…"


def _hole(node: ast.expr) -> str:
    """What is filled in, by its telling name: `asset["serial"]` is {serial}, `len(faults)` is {faults}."""
    if isinstance(node, ast.Subscript):
        constant = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        return f"{{{node.slice.value}}}" if constant else _hole(node.slice)  # type: ignore[attr-defined]
    if isinstance(node, ast.Call) and node.args:
        return _hole(node.args[0])
    if isinstance(node, ast.Attribute):
        return f"{{{node.attr}}}" if node.attr not in _WORDS else "…"
    return f"{{{node.id}}}" if isinstance(node, ast.Name) else "…"


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))
