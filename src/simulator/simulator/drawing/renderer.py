"""From a photo's numbers to JPEG bytes in any size, with caches in between."""

import ctypes
import os
import threading
from io import BytesIO

import numpy as np
from PIL import Image as Pillow

from simulator.drawing.canvas import Canvas
from simulator.drawing.finish import finish, style_of
from simulator.drawing.framing import framed, framing_of, scene_size
from simulator.drawing.recent import Recent
from simulator.drawing.scenes import SCENES
from simulator.drawing.sizes import BY_LETTER, Size, dimensions, shape
from simulator.world.clusters import CLUSTERS

_SMALL_MASTER = BY_LETTER["z"]
_QUALITY = 88
ICON_SIZES = {side: Size(f"icon{side}", "", side, square=True) for side in (24, 48, 60, 100, 300)}


def paint(*, cluster: int, noise: int, owner_seed: int, size: Size, take: int = 0) -> Pillow.Image:
    """Draw a photo from nothing: the scene of its cluster by its own chance, in its owner's style.

    `take` is which one of a series it is.
    """
    across, down = (1, 1) if size.square else shape(noise)
    random = np.random.default_rng([noise & 0xFFFFFFFF, noise >> 32])
    width, height = dimensions(size, noise)
    framing = framing_of(noise, take, widest=CLUSTERS[cluster].framing)
    scene = Canvas(*scene_size(framing, width, height), random, aspect=across / down)
    SCENES[CLUSTERS[cluster].scene](scene)
    image = finish(
        framed(scene, framing, width, height), style_of(owner_seed, monochrome=CLUSTERS[cluster].monochrome)
    )
    pixels = np.ascontiguousarray(
        (image * np.float32(255) + np.float32(0.5)).astype(np.uint8).transpose(1, 2, 0)
    )
    return Pillow.fromarray(pixels)


def _jpeg(picture: Pillow.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, progressive=picture.width >= 400, subsampling="4:2:0")
    return out.getvalue()


def keep_memory() -> None:
    """Ask the C library not to return memory after each picture, and to have one store for all threads.

    Drawing is a third quicker so, and threads do not hoard. (glibc only; elsewhere nothing happens.)
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mmap_threshold, trim_threshold, most_arenas = -3, -1, -8
    mallopt(mmap_threshold, 256 << 20)
    mallopt(trim_threshold, 512 << 20)
    mallopt(most_arenas, 1)


class Renderer:
    """Pictures on request. Sizes up to 640 come from one drawing of that size, larger ones from drawings of
    their own.
    """

    def __init__(self, *, cache_bytes: int = 96 << 20, masters: int = 48) -> None:
        self._encoded: Recent[tuple[int, int, int, str], bytes] = Recent(cache_bytes, len)
        self._masters: Recent[tuple[int, int, int], Pillow.Image] = Recent(masters, lambda _: 1)
        # More pictures at once than there are processors would only make each of them slower.
        self._processors = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
        # Two requests for one photo draw it once; different photos hardly ever wait for each other.
        self._locks = [threading.Lock() for _ in range(64)]

    def jpeg(self, *, cluster: int, noise: int, owner_seed: int, size: Size, take: int = 0) -> bytes:
        """A photo as JPEG; always the same bytes, as long as numpy and Pillow stay the same."""
        key = (noise, take, owner_seed, size.letter)
        encoded = self._encoded.get(key)
        if encoded is None:
            with self._locks[noise % len(self._locks)]:
                encoded = self._encoded.get(key)
                if encoded is None:
                    encoded = _jpeg(
                        self._picture(
                            cluster=cluster, noise=noise, take=take, owner_seed=owner_seed, size=size
                        )
                    )
                    self._encoded.put(key, encoded)
        return encoded

    def icon(self, *, cluster: int, noise: int, side: int) -> bytes:
        """A buddy icon, one of ICON_SIZES wide: a little square of what its owner likes."""
        return self.jpeg(cluster=cluster, noise=noise, owner_seed=noise & 0xFFFF, size=ICON_SIZES[side])

    def _picture(self, *, cluster: int, noise: int, take: int, owner_seed: int, size: Size) -> Pillow.Image:
        if size.edge > _SMALL_MASTER.edge:
            with self._processors:
                return paint(cluster=cluster, noise=noise, take=take, owner_seed=owner_seed, size=size)
        master = self._masters.get((noise, take, owner_seed))
        if master is None:
            with self._processors:
                master = paint(
                    cluster=cluster, noise=noise, take=take, owner_seed=owner_seed, size=_SMALL_MASTER
                )
            self._masters.put((noise, take, owner_seed), master)
        wanted = dimensions(size, noise)
        if master.size == wanted:
            return master
        box = None
        if size.square:
            side = min(master.size)
            left, top = (master.width - side) // 2, (master.height - side) // 2
            box = (left, top, left + side, top + side)
        return master.resize(wanted, Pillow.Resampling.LANCZOS, box=box)
