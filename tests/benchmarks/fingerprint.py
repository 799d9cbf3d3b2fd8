"""What fingerprints of photos cost, against the older system's way and against decoding alone.

`make bench NAME=fingerprint`. Photos are drawn as the simulated Flickr draws them, get the grain of a
camera's sensor, and are saved as JPEG of quality 85: about 1.5 to 2 bits a pixel. The older way decodes with
Pillow in full, resizes to 512 x 512, counts with `cv2.calcHist`, and hashes with imagehash: its three
difference hashes, and a perceptual one of the same pixels. Ours makes the same of one scaled decode; and
everything else that the library keeps (PDQ, likeness, colours). They take turns picture by picture. Times are
a processor's, not a clock's, so that other work on the machine matters less.

Bits are compared with imagehash's of the picture decoded in full. PICTURES (default 100) sets how many there
are of the smallest size.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from statistics import mean, median

import cv2
import imagehash
import numpy as np
from PIL import Image

from fovea.decoding import Decoder, Wanted
from fovea.fingerprints import dhash, histogram, pdq, quick_histogram
from fovea.fingerprints.decoding import decoded
from fovea.fingerprints.histograms import TOTAL
from fovea.fingerprints.perceptual import DECODED_EDGE, quick_phash, shrunk
from fovea.fingerprints.whole import finished, see
from simulator.drawing.renderer import paint
from simulator.drawing.sizes import Size
from simulator.world.clusters import CLUSTERS
from tests.benchmarks.report import finish, show

ONE_CORE = "OPENBLAS_NUM_THREADS"
QUALITY = 85
GRAIN = 4.5  # of 255, as the sensors of small cameras have by day
FOUR_TO_THREE = 3 << 26  # what makes the simulator draw in that shape
SIZES = ((500, 1.0), (1024, 0.6), (4000, 0.12))  # longer edge; how many of the pictures
ROUNDS = 6
MOST_TIMED = 12
PERCEPTUAL, DIFFERENCE = "perceptual, bits of 64", "difference, bits of a channel's 64"
PDQ, HISTOGRAM = "PDQ, bits of 256", "histogram, % of the pixels in other bins"
AT_LEAST = (DECODED_EDGE, DECODED_EDGE)


def photo(edge: int, number: int) -> bytes:
    """One of the simulator's photos, as a file."""
    drawn = paint(
        cluster=number % len(CLUSTERS),
        noise=FOUR_TO_THREE + number * 7_919,
        owner_seed=number,
        size=Size("", "", edge),
    )
    pixels = np.asarray(drawn).astype(np.float32)
    grain = np.random.default_rng(number).normal(0, GRAIN, pixels.shape[:2]).astype(np.float32)
    out = BytesIO()
    Image.fromarray((pixels + grain[..., None]).clip(0, 255).astype(np.uint8)).save(
        out, "JPEG", quality=QUALITY
    )
    return out.getvalue()


def older(body: bytes) -> None:
    """LZBooru's way, with the perceptual hash that Paktum keeps beside."""
    picture = Image.open(BytesIO(body)).convert("RGB").resize((512, 512))
    pixels = cv2.cvtColor(np.array(picture), cv2.COLOR_RGB2BGR)
    for channel in range(3):
        cv2.calcHist([pixels], [channel], None, [4], [0, 256])
    for single in picture.split():
        imagehash.dhash(single)
    imagehash.phash(picture)


def same(body: bytes) -> None:
    """Ours, as much as the older way makes."""
    picture = decoded(body, at_least=AT_LEAST).image
    quick_phash(shrunk(picture))
    dhash(picture)
    quick_histogram(picture)


def everything(body: bytes) -> None:
    """Ours, with PDQ, likeness and colours."""
    found = decoded(body, at_least=AT_LEAST)
    see(found.image, width=found.width, height=found.height)


def scaled(body: bytes) -> None:
    """The floor: decoding at the scale that is enough."""
    decoded(body, at_least=AT_LEAST)


def in_full(body: bytes) -> None:
    """Decoding all pixels."""
    Image.open(BytesIO(body)).load()


def processor_seconds(decoder: Decoder) -> float:
    """What this thread and the child process have computed so far."""
    children = [Path(f"/proc/{pid}/schedstat").read_text().split()[0] for pid in decoder.pids()]
    return time.thread_time() + sum(map(int, children)) / 1e9


def measure(
    ways: dict[str, Callable[[bytes], object]], bodies: list[bytes], decoder: Decoder
) -> dict[str, float]:
    """Milliseconds a picture: of each the best of some rounds, in the mean."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for body in bodies:
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(ROUNDS):
            for name, way in ways.items():
                begun = processor_seconds(decoder)
                way(body)
                best[name] = min(best[name], processor_seconds(decoder) - begun)
        for name, seconds in best.items():
            found[name].append(seconds * 1e3)
    return {name: mean(times) for name, times in found.items()}


def bits(one: int, other: int) -> int:
    """In how many bits two hashes differ."""
    return (one ^ other).bit_count()


def differences(body: bytes) -> dict[str, list[float]]:
    """How far ours are from those of the picture in full."""
    whole = Image.open(BytesIO(body)).convert("RGB")
    found = decoded(body, at_least=AT_LEAST)
    ours = finished(see(found.image, width=found.width, height=found.height)).fingerprints
    reference = pdq(whole)
    assert reference is not None
    assert ours.pdq is not None
    channels = zip(ours.dhash, whole.split(), strict=True)
    off = np.abs(np.subtract(ours.histogram, histogram(whole))).sum()
    return {
        PERCEPTUAL: [bits(ours.phash, int(str(imagehash.phash(whole)), 16))],
        DIFFERENCE: [bits(own, int(str(imagehash.dhash(one)), 16)) for own, one in channels],
        PDQ: [bits(int.from_bytes(ours.pdq, "big"), int.from_bytes(reference[0], "big"))],
        HISTOGRAM: [float(100 * off / 2 / (3 * TOTAL))],
    }


def compare(bodies: list[bytes]) -> dict[str, list[float]]:
    """The differences of many pictures."""
    found: dict[str, list[float]] = {}
    for body in bodies:
        for name, values in differences(body).items():
            found.setdefault(name, []).extend(values)
    return found


def p95(values: list[float]) -> float:
    """What all but a twentieth are not above."""
    return float(np.percentile(values, 95))


def main() -> None:
    """Measure, and report."""
    if os.environ.get(ONE_CORE) != "1":  # it is read when numpy is imported
        again = [sys.executable, "-m", "tests.benchmarks.fingerprint"]
        os.execve(again[0], again, os.environ | {ONE_CORE: "1"})  # noqa: S606 - it is this program
    cv2.setNumThreads(1)
    count = int(os.environ.get("PICTURES", "100"))
    times: dict[int, dict[str, float]] = {}
    off: dict[int, dict[str, list[float]]] = {}
    with closing(Decoder()) as decoder:
        ways: dict[str, Callable[[bytes], object]] = {
            "older": older,
            "same": same,
            "everything": everything,
            "scaled": scaled,
            "full": in_full,
            "child": lambda body: decoder.look(body, Wanted(thumbnails=())),
            "thumbnails": lambda body: decoder.look(body, Wanted()),
        }
        for edge, share in SIZES:
            bodies = [photo(edge, number) for number in range(max(2, round(count * share)))]
            off[edge] = compare(bodies)
            times[edge] = measure(ways, bodies[:: max(1, len(bodies) // MOST_TIMED)], decoder)
    show(
        "Milliseconds a picture, one core",
        [
            "4 x 3, wide",
            "older",
            "ours, same",
            "all",
            "decoding scaled",
            "in full",
            "child, all",
            "and thumbnails",
        ],
        [[str(edge), *taken.values()] for edge, taken in times.items()],
    )
    show(
        "Ratios",
        ["4 x 3, wide", "older / same", "older / all", "same / decoding scaled"],
        [
            [
                str(edge),
                taken["older"] / taken["same"],
                taken["older"] / taken["everything"],
                taken["same"] / taken["scaled"],
            ]
            for edge, taken in times.items()
        ],
    )
    show(
        "Differences from the picture in full",
        ["", "pictures", "median", "p95", "most"],
        [
            [f"{edge}: {name}", len(found), median(found), p95(found), max(found)]
            for edge, kinds in off.items()
            for name, found in kinds.items()
        ],
    )
    ours, theirs, everything_ms = (
        sum(t[way] for t in times.values()) for way in ("same", "older", "everything")
    )
    together = {name: [one for kinds in off.values() for one in kinds[name]] for name in off[SIZES[0][0]]}
    finish(
        benchmark="fingerprint",
        rival="Pillow in full, imagehash, cv2.calcHist",
        ours=ours / len(times),
        theirs=theirs / len(times),
        unit="milliseconds a picture and core, mean of three sizes",
        ratio=theirs / ours,
        ratio_of_everything=theirs / everything_ms,
        **{f"ratio_{edge}": taken["older"] / taken["same"] for edge, taken in times.items()},
        **{f"images_a_second_{edge}": 1e3 / taken["same"] for edge, taken in times.items()},
        phash_bits_median=median(together[PERCEPTUAL]),
        phash_bits_p95=p95(together[PERCEPTUAL]),
        dhash_bits_median=median(together[DIFFERENCE]),
        dhash_bits_p95=p95(together[DIFFERENCE]),
        pdq_bits_p95=p95(together[PDQ]),
        histogram_percent_p95=p95(together[HISTOGRAM]),
    )


if __name__ == "__main__":
    main()
