"""The k-NN plugin's scoring script, `knn_score`: scores in 32 bits, summed one after the other."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.harness.opensearch.refusals import Refused, illegal

Scores = npt.NDArray[np.float32]


def scores(script: Mapping[str, Any], field_types: Mapping[str, dict[str, Any]], values: list[Any]) -> Scores:
    """1 / (1 + distance) of each value of the script's field."""
    if (
        script.get("lang") != "knn"
        or script.get("source") != "knn_score"
        or set(script) - {"lang", "source", "params"}
    ):
        raise illegal("script_lang not supported, or unknown script name")
    parameters = script.get("params", {})
    if missing := {"field", "query_value", "space_type"} - set(parameters):
        raise illegal(f"Missing parameter {sorted(missing)}")
    field = field_types.get(parameters["field"])
    if field is None:
        raise illegal(f"Invalid field name [{parameters['field']}]")
    if any(value is None for value in values):  # some versions fail, others give 0
        raise illegal(f"a document is without [{parameters['field']}]")
    space, asked = parameters["space_type"], parameters["query_value"]
    if space == "hammingbit":
        return _by_bits(field, asked, values)
    if space in {"l1", "l2"}:
        return _by_numbers(field, asked, values, squared=space == "l2")
    raise illegal(f"Invalid space type. Please refer to the available space types: {space}")


def _by_bits(field: Mapping[str, Any], asked: Any, values: list[Any]) -> Scores:
    if field["type"] == "binary" and field.get("doc_values") is True and isinstance(asked, str):
        try:
            wanted = int.from_bytes(base64.b64decode(asked, validate=True))
        except binascii.Error as error:
            raise illegal(str(error)) from error
        bits = [(int.from_bytes(base64.b64decode(value)) ^ wanted).bit_count() for value in values]
    elif field["type"] == "long" and isinstance(asked, int):
        bits = [((value ^ asked) & (2**64 - 1)).bit_count() for value in values]
    else:
        raise illegal(
            "Incompatible field_type for hamming space. The field type must be of type long or binary."
        )
    return (np.float32(1) / (np.float32(1) + np.array(bits, dtype=np.float32))).astype(np.float32)


def _by_numbers(field: Mapping[str, Any], asked: Any, values: list[Any], *, squared: bool) -> Scores:
    if field["type"] != "knn_vector":
        raise illegal("Incompatible field_type for this space. The field type must be knn_vector.")
    if not isinstance(asked, list) or not all(isinstance(one, float) for one in asked):
        raise Refused(400, "class_cast_exception", "class Integer cannot be cast to class Double")
    if len(asked) != field["dimension"]:
        told = f"Object's dimension={len(asked)} does not match the expected dimension={field['dimension']}."
        raise Refused(400, "illegal_state_exception", told)
    matrix = np.array(values, dtype=np.float32).reshape(len(values), len(asked))
    distances = np.zeros(len(values), dtype=np.float32)
    for place, number in enumerate(np.array(asked, dtype=np.float32)):
        difference = matrix[:, place] - number
        distances += difference * difference if squared else np.abs(difference)
    return (np.float32(1) / (np.float32(1) + distances)).astype(np.float32)
