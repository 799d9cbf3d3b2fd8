"""The table of metrics is the documentation: the code sends what is in it, all of it, and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import fovea
from fovea.messages import ItemKind
from fovea.metrics import METRICS

SOURCES = Path(fovea.__file__).parents[2]
SENDERS = {"count", "gauge", "record", "time"}


def sent() -> Iterator[tuple[str, str, list[str]]]:
    """Where, what and with which dimensions each call of `metrics` sends."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="metrics"), attr=sender), args=[name, *_]
                ) if sender in SENDERS:
                    where = f"{path.relative_to(SOURCES)}:{node.lineno}"
                    dimensions = [str(one.arg) for one in node.keywords]
                    yield from ((where, one, dimensions) for one in names_of(name))


def names_of(name: ast.expr) -> Iterator[str]:
    """The names that an argument can be: a text, one of two, or one with a kind of item in it."""
    match name:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from names_of(one)
            yield from names_of(other)
        case ast.JoinedStr(values=parts):
            possible = [
                "".join(str(part.value) if isinstance(part, ast.Constant) else kind for part in parts)
                for kind in get_args(ItemKind)
            ]
            yield from [one for one in possible if one in METRICS] or possible


def test_only_metrics_of_the_table_are_sent() -> None:
    assert [(where, name) for where, name, _ in sent() if name not in METRICS] == []


def test_every_metric_of_the_table_is_sent() -> None:
    assert sorted(METRICS.keys() - {name for _, name, _ in sent()}) == []


def test_metrics_are_sent_with_the_dimension_of_the_table() -> None:
    wrong = [
        (where, name, dimensions)
        for where, name, dimensions in sent()
        if name in METRICS and dimensions and dimensions != [METRICS[name].dimension]
    ]
    assert wrong == []
