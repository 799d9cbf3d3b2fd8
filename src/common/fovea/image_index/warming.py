"""Compiling what searches need, or fetching it from where it was compiled to, before the first one comes."""

from fovea.fingerprints import ImageFingerprints
from fovea.image_index.methods import METHODS, fingerprint_of
from fovea.image_index.part import Part
from fovea.image_index.protocol import Facts
from fovea.image_index.rows import Rows
from fovea.image_index.view import View


def warm_up() -> None:
    """Search two images by all methods, with tables and without."""
    seen = ImageFingerprints(1, (1, 2, 3), (0,) * 12, bytes(32), 100)
    rows = Rows.of({1: Facts(0, seen), 2: Facts(0, seen)})
    for view in (
        View(Part.of(rows, tables=True), version=0),
        View(Part.of(Rows.empty(), tables=True), version=0, rows=rows),
    ):
        for method in METHODS:
            fingerprint = fingerprint_of(method, seen)
            assert fingerprint is not None  # noqa: S101 - it was given above
            view.nearest(method, fingerprint, 1)
