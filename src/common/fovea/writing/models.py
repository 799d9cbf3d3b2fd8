"""The files of the models: found by the package that brings them, known by their digests.

They are PP-OCRv4's small ones for finding and reading lines of Chinese and English (PaddleOCR, Apache-2.0, Du
et al., "PP-OCR: A Practical Ultra Lightweight OCR System", 2020), in the form in which the package `rapidocr`
(Apache-2.0) carries them. Nothing of that package is ever imported.
"""

import hashlib
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

CARRIER = "rapidocr"


class ModelMissing(Exception):
    """A model's file is not there, is another one than was tested, or nothing is installed that runs it."""


class ModelFile(NamedTuple):
    """A file, and the SHA-256 of what it must hold (hexadecimal)."""

    path: str
    sha256: str

    def read(self) -> bytes:
        """Its bytes. Raises `ModelMissing`, also when they are others."""
        try:
            body = Path(self.path).read_bytes()
        except OSError as error:
            raise ModelMissing(f"{self.path} cannot be read") from error
        if hashlib.sha256(body).hexdigest() != self.sha256:
            raise ModelMissing(f"{self.path} is not the model that was tested")
        return body


class Models(NamedTuple):
    """What finds writing, and what reads it."""

    detector: ModelFile
    recogniser: ModelFile


DETECTOR = (
    "rapidocr/models/ch_PP-OCRv4_det_mobile.onnx",
    "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
)
RECOGNISER = (
    "rapidocr/models/ch_PP-OCRv4_rec_mobile.onnx",
    "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
)


def find_models(folder: str = "") -> Models | None:
    """The models in a folder, else in the package that brings them; None when they are not all there, or when
    what runs them is not installed. Their bytes are checked when they are read.
    """
    try:
        metadata.distribution("onnxruntime")
        files = [_found(name, digest, folder) for name, digest in (DETECTOR, RECOGNISER)]
    except metadata.PackageNotFoundError:
        return None
    detector, recogniser = files
    if detector is None or recogniser is None:
        return None
    return Models(detector, recogniser)


def _found(name: str, digest: str, folder: str) -> ModelFile | None:
    path = Path(folder, Path(name).name) if folder else Path(str(_located(name)))
    return ModelFile(str(path), digest) if path.is_file() else None


def _located(name: str) -> object:
    return metadata.distribution(CARRIER).locate_file(name)
