"""The table of metrics is the documentation: the code sends what is in it, and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import fovea
from fovea.metrics import METRICS

SOURCES = Path(fovea.__file__).parents[2]
SENDERS = {"count", "gauge", "record", "time"}


def sent() -> Iterator[tuple[str, str, list[str]]]:
    """Where, what and with which dimensions each literal call of `metrics` sends."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "metrics"
                and node.func.attr in SENDERS
            ):
                where = f"{path.relative_to(SOURCES)}:{node.lineno}"
                names = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                yield from ((where, str(name), [str(one.arg) for one in node.keywords]) for name in names)


def test_only_metrics_of_the_table_are_sent() -> None:
    whole_names = [
        (where, name) for where, name, _ in sent() if not name.startswith("_") and not name.endswith("_")
    ]
    assert len(whole_names) > 20
    assert [(where, name) for where, name in whole_names if name not in METRICS] == []


def test_metrics_are_sent_with_the_dimension_of_the_table() -> None:
    wrong = [
        (where, name, dimensions)
        for where, name, dimensions in sent()
        if name in METRICS and dimensions and dimensions != [METRICS[name].dimension]
    ]
    assert wrong == []
