"""Pictures that look like something, in any form."""

from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image


def scene(seed: int = 1, *, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture with soft shapes; each seed gives another."""
    random = np.random.default_rng(seed)
    cells = random.integers(0, 256, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC)


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
