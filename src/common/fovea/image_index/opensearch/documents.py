"""What an image looks like in OpenSearch.

Hashes are `binary` fields with doc values, which the space `hammingbit` of the k-NN plugin's scoring script
compares bit by bit; all three channels of dhash are one field, so that the bits of all of them are summed.
Histograms are `knn_vector` fields of 12 dimensions, for its spaces `l1` and `l2`. No graph is built
(`index.knn` stays false): every search looks at every image that the filters leave, and is exact.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from fovea.fingerprints import ImageFingerprints
from fovea.image_index.methods import COUNTS, Fingerprint, MethodName, as_counts, as_words
from fovea.image_index.protocol import Facts
from fovea.image_index.rows import NO_PDQ, Rows

SHARDS = 3  # each is looked through by a processor of its own
HISTOGRAM = "histogram"
_HASH = {"type": "binary", "doc_values": True}

IMAGES: dict[str, Any] = {
    "settings": {
        "index": {
            "number_of_shards": SHARDS,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s",
            # A feeder that was held up must find that what it brings has been deleted since.
            "gc_deletes": "1h",
        }
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "id": {"type": "long"},
            "rating": {"type": "integer"},
            "quality": {"type": "integer"},
            "fed": {"type": "long"},
            "phash": _HASH,
            "dhash": _HASH,
            "pdq": _HASH,
            HISTOGRAM: {"type": "knn_vector", "dimension": COUNTS},
        },
    },
}
PRESENT: dict[str, Any] = {
    "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
    "mappings": {
        "dynamic": "strict",
        "properties": {name: {"type": "long"} for name in ("version", "walk_version", "walked_to")},
    },
}


def documents(rows: Rows, *, version: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, document) of each image, as of a version of the library."""
    for at, number in enumerate(rows.ids.tolist()):
        document = {
            "id": number,
            "rating": int(rows.rating[at]),
            "quality": int(rows.quality[at]),
            "fed": version,
            "phash": _encoded(rows.phash[at : at + 1]),
            "dhash": _encoded(rows.dhash[at]),
            HISTOGRAM: [float(count) for count in rows.histogram[at].tolist()],
        }
        if document["quality"] != NO_PDQ:
            document["pdq"] = _encoded(rows.pdq[at])
        yield number, document


def asked(method: MethodName, fingerprint: Fingerprint) -> str | list[float]:
    """A fingerprint as the scoring script takes it. Raises InvalidFingerprint."""
    if method.startswith(HISTOGRAM):
        # With a point each: the script of some versions takes no whole numbers.
        return [float(count) for count in as_counts(fingerprint).tolist()]
    return _encoded(as_words(method, fingerprint))


def facts_of(document: Mapping[str, Any]) -> Facts:
    """What a document says of its image."""
    red, green, blue = np.frombuffer(b64decode(document["dhash"]), dtype="<u8").tolist()
    quality = int(document["quality"])
    seen = ImageFingerprints(
        phash=int.from_bytes(b64decode(document["phash"]), "little"),
        dhash=(red, green, blue),
        histogram=tuple(int(count) for count in document[HISTOGRAM]),  # type: ignore[arg-type]  # of 12
        pdq=None if quality == NO_PDQ else b64decode(document["pdq"]),
        pdq_quality=None if quality == NO_PDQ else quality,
    )
    return Facts(int(document["rating"]), seen)


def _encoded(words: Any) -> str:
    return b64encode(np.asarray(words).astype("<u8").tobytes()).decode()
