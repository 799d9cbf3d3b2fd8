"""Writes docs/settings.md from the settings classes: `python scripts/settings_reference.py >
docs/settings.md`.
"""

import importlib
import sys
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from fovea import settings as shared
from fovea.settings import CommonSettings

SERVICES = {
    "api-server": (
        "api_server.settings",
        "api_server.runs.settings",
        "api_server.artists.settings",
        "api_server.artists.quota_settings",
        "api_server.crawls.settings",
        "api_server.library_links.settings",
        "api_server.image_index.settings",
        "api_server.migrate",
    ),
    "scheduler": ("scheduler.settings",),
    "puller": ("puller.settings",),
    "ingester": ("ingester.settings",),
    "image-ingester": ("ingester.images.settings",),
    "response-readers": ("response_readers.settings",),
    "simulator": ("simulator.settings",),
}

OPENING = """# Settings

Everything is set by environment variables. This page is made from the settings classes (`python
scripts/settings_reference.py > docs/settings.md`), and a test keeps the two the same. AWS clients are set
up as boto3 knows it: `AWS_ENDPOINT_URL`, `AWS_DEFAULT_REGION`, credentials.
"""


def classes_of(module_name: str) -> list[type[BaseSettings]]:
    """The settings classes that a module defines itself, in the order of their definition."""
    module = importlib.import_module(module_name)
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseSettings) and value.__module__ == module_name
    ]


def variable(name: str, field: FieldInfo, prefix: str) -> str:
    """The name of the environment variable of a field."""
    if isinstance(field.validation_alias, AliasChoices):
        return str(field.validation_alias.choices[0])
    return str(field.alias) if field.alias else f"{prefix}{name.upper()}"


def default(field: FieldInfo) -> str:
    """A field's default as a person would write it."""
    if field.default is PydanticUndefined and field.default_factory is None:
        return "(must be set)"
    value: Any = field.get_default(call_default_factory=True)
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple | list):
        value = ",".join(str(part) for part in value)
    return f"`{value}`"


def kind(field: FieldInfo) -> str:
    """A field's type in one word or a list of what is allowed."""
    annotation: Any = field.annotation
    if isinstance(annotation, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is tuple:
        return "list"
    if values := get_args(annotation):
        return " \\| ".join(f"`{value}`" for value in values)
    return {
        "str": "text",
        "int": "whole number",
        "float": "number",
        "bool": "true \\| false",
        "SecretStr": "secret",
    }.get(getattr(annotation, "__name__", ""), "text")


def table(settings: type[BaseSettings]) -> list[str]:
    """The rows of a class's own fields."""
    inherited = {name for base in settings.__mro__[1:] for name in getattr(base, "model_fields", {})}
    prefix = str(settings.model_config.get("env_prefix", ""))
    rows = [
        f"| `{variable(name, field, prefix)}` | {kind(field)} | {default(field)} | {field.description} |"
        for name, field in settings.model_fields.items()
        if name not in inherited or name in settings.__annotations__
    ]
    return ["| variable | type | default | meaning |", "|---|---|---|---|", *rows] if rows else []


def reference() -> str:
    """The whole page."""
    parts = [OPENING, "## Shared\n"]
    for settings in classes_of(shared.__name__):
        parts += [f"### {settings.__name__}\n", (settings.__doc__ or "").strip() + "\n", *table(settings), ""]
    for title, modules in SERVICES.items():
        parts.append(f"## {title}\n")
        for settings in [settings for module in modules for settings in classes_of(module)]:
            bases = [
                base.__name__ for base in settings.__bases__ if base not in (CommonSettings, BaseSettings)
            ]
            also = f" Also takes: {', '.join(bases)}." if bases else ""
            parts += [(settings.__doc__ or "").strip() + also + "\n", *table(settings), ""]
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
