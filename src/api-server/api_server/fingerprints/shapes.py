"""Fingerprints in hex, and back."""

from typing import Any

from fovea.fingerprints import ImageFingerprints

CHANNELS = ("red", "green", "blue")
BINS = 4


def shape(prints: ImageFingerprints) -> dict[str, Any]:
    """The shape Fingerprints."""
    bins = prints.histogram
    return {
        "phash": hex_of(prints.phash),
        "dhash": dict(zip(CHANNELS, map(hex_of, prints.dhash), strict=True)),
        "histogram": {
            channel: list(bins[BINS * place : BINS * (place + 1)]) for place, channel in enumerate(CHANNELS)
        },
        "pdq": None if prints.pdq is None else prints.pdq.hex(),
        "pdq_quality": prints.pdq_quality,
    }


def read(told: dict[str, Any]) -> ImageFingerprints:
    """The fingerprints of a shape."""
    red, green, blue = (int(told["dhash"][channel], 16) for channel in CHANNELS)
    return ImageFingerprints(
        phash=int(told["phash"], 16),
        dhash=(red, green, blue),
        histogram=tuple(count for channel in CHANNELS for count in told["histogram"][channel]),
        pdq=None if told["pdq"] is None else bytes.fromhex(told["pdq"]),
        pdq_quality=told["pdq_quality"],
    )


def hex_of(number: int) -> str:
    """64 bits in hex."""
    return f"{number:016x}"
