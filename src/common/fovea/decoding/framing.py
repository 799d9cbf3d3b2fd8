"""Answers on a pipe: four bytes of length, then so many bytes."""

from typing import BinaryIO

HEAD_BYTES = 4


def write(out: BinaryIO, answer: bytes) -> None:
    """Sends one answer."""
    out.write(len(answer).to_bytes(HEAD_BYTES, "big"))
    out.write(answer)
    out.flush()
