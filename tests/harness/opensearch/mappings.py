"""Which fields there may be, and which values of them."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from tests.harness.opensearch.refusals import Refused, illegal

PARAMETERS = {
    "long": {"doc_values", "index"},
    "integer": {"doc_values", "index"},
    "keyword": {"doc_values", "index"},
    "binary": {"doc_values", "store"},
    "knn_vector": {"dimension", "data_type", "space_type", "method"},
}
SETTINGS = {"number_of_shards", "auto_expand_replicas", "refresh_interval", "gc_deletes", "knn"}
BITS = {"long": 64, "integer": 32}


def checked_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that there are not."""
    if set(settings) - {"index"}:
        raise illegal(f"unknown setting {sorted(settings)}")
    if unknown := set(settings.get("index", {})) - SETTINGS:
        raise illegal(f"unknown setting [index.{min(unknown)}]")


def checked_mappings(mappings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields by name."""
    if unknown := set(mappings) - {"dynamic", "properties", "_meta"}:
        raise _mapping(f"Root mapping definition has unsupported parameters: {sorted(unknown)}")
    for name, field in mappings.get("properties", {}).items():
        kind = field.get("type")
        if kind not in PARAMETERS:
            raise _mapping(f"No handler for type [{kind}] declared on field [{name}]")
        if unknown := set(field) - {"type"} - PARAMETERS[kind]:
            raise _mapping(f"unknown parameter {sorted(unknown)} on mapper [{name}] of type [{kind}]")
        if kind == "knn_vector" and not 1 <= field.get("dimension", 0) <= 16_000:
            raise _mapping(f"Dimension value must be between 1 and 16000 for vector: {name}")
    return dict(mappings.get("properties", {}))


def checked_document(
    fields: Mapping[str, dict[str, Any]], document: Mapping[str, Any], *, strict: bool
) -> None:
    """Refuse a document that does not fit."""
    for name, value in document.items():
        if name not in fields:
            if strict:
                told = f"mapping set to strict, dynamic introduction of [{name}] within [_doc] is not allowed"
                raise Refused(400, "strict_dynamic_mapping_exception", told)
            continue
        field = fields[name]
        kind = field["type"]
        if kind in BITS:
            half = 2 ** (BITS[kind] - 1)
            if not isinstance(value, int) or not -half <= value < half:
                raise _field(name, kind, f"Value [{value}] is out of range for {kind}")
        elif kind == "binary":
            try:
                base64.b64decode(value, validate=True)
            except (binascii.Error, TypeError) as error:
                raise _field(name, kind, str(error)) from error
        elif kind == "knn_vector":
            if not isinstance(value, list) or not all(isinstance(one, int | float) for one in value):
                raise _field(name, kind, "not an array of numbers")
            if len(value) != field["dimension"]:
                told = f"Vector dimension mismatch. Expected: {field['dimension']}, Given: {len(value)}"
                raise _field(name, kind, told)


def _mapping(reason: str) -> Refused:
    return Refused(400, "mapper_parsing_exception", reason)


def _field(name: str, kind: str, reason: str) -> Refused:
    return _mapping(f"failed to parse field [{name}] of type [{kind}]: {reason}")
