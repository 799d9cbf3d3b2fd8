"""Whatever a file holds, it ends in a picture or in a reason, and the next picture is looked at."""

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fovea.decoding import Decoder, PictureRefused, Wanted
from tests.unit.decoding import hostile
from tests.unit.fingerprints.pictures import encoded, scene

FORMS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"]
GOOD = encoded(scene(1, size=(200, 150)))
SMALL = Wanted(thumbnails=(64,))


def code_of(decoder: Decoder, body: bytes, want: Wanted = SMALL) -> str:
    """Why a file is refused; afterwards all is well."""
    with pytest.raises(PictureRefused) as refusal:
        decoder.look(body, want)
    assert refusal.value.detail
    assert decoder.look(GOOD, SMALL).width == 200
    return refusal.value.code


def processor_seconds(decoder: Decoder) -> float:
    """What the only child has computed so far."""
    (pid,) = decoder.pids()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def peak_bytes(pid: int) -> int:
    """The most memory that a process has had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_truncated_file_is_refused(decoder: Decoder, form: str, share: float) -> None:
    body = encoded(scene(2), form)
    assert code_of(decoder, body[: int(len(body) * share)]) in {"picture_damaged", "picture_type"}


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body><img src=x onerror=alert(1)></body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><svg>&b;</svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file",
        b"%PDF-1.7\n",
        b"\x00",
        bytes(5_000),
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00\x00\x00\x20ftypavif",
    ],
)
@pytest.mark.parametrize("want", [SMALL, Wanted(phash_only=True)])
def test_what_is_no_picture_is_refused(decoder: Decoder, body: bytes, want: Wanted) -> None:
    assert code_of(decoder, body, want) in {"picture_type", "picture_damaged"}


@pytest.mark.parametrize(
    "body",
    [
        hostile.png(30_000, 30_000, rows=300),
        hostile.webp(16_383, 16_383),
        hostile.tiff(60_000, 60_000),
        hostile.bmp(30_000, -30_000),
        hostile.huge_gif(),
    ],
    ids=["png", "webp", "tiff", "bmp", "gif"],
)
def test_a_bomb_is_refused_before_it_is_decoded(decoder: Decoder, body: bytes) -> None:
    assert len(body) < 100_000
    decoder.look(GOOD, SMALL)
    begun = processor_seconds(decoder)
    assert code_of(decoder, body) == "picture_too_large"
    assert processor_seconds(decoder) - begun < 0.5
    assert all(peak_bytes(pid) < 200 << 20 for pid in decoder.pids())


def test_a_whole_bomb_of_thirty_thousand_pixels_a_side_is_refused(decoder: Decoder) -> None:
    body = hostile.png(30_000, 30_000)
    assert len(body) < 4_000_000
    assert code_of(decoder, body) == "picture_too_large"


def test_ten_thousand_frames_cost_no_more_than_one(decoder: Decoder) -> None:
    body = hostile.gif(500, 400, frames=10_000)
    decoder.look(GOOD, SMALL)
    begun = processor_seconds(decoder)
    looked = decoder.look(body, SMALL)
    assert (looked.frames, looked.width) == (10_000, 500)
    assert processor_seconds(decoder) - begun < 0.5


def test_frames_are_not_counted_for_ever(decoder: Decoder) -> None:
    assert decoder.look(hostile.gif(2, 2, frames=300_000), SMALL).frames == 65_535


@pytest.mark.parametrize("form", FORMS)
def test_a_head_that_lies_about_the_size_is_refused_or_believed(decoder: Decoder, form: str) -> None:
    """Of all places, one after the other, where a size could be written."""
    body = encoded(scene(3, size=(60, 40)), form)
    told = set()
    for place in range(4, min(len(body) - 4, 220), 6):
        changed = body[:place] + b"\x7f\xff\x7f\xff" + body[place + 4 :]
        try:
            decoder.look(changed, SMALL)
        except PictureRefused as refusal:
            told.add(refusal.code)
    assert told
    assert told <= hostile.ANY_REFUSAL
    assert decoder.look(GOOD, SMALL).width == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMS), st.data())
def test_any_bytes_end_in_a_picture_or_a_reason(decoder: Decoder, form: str, data: st.DataObject) -> None:
    body = bytearray(encoded(scene(4, size=(50, 40)), form))
    if data.draw(st.booleans()):
        for _ in range(data.draw(st.integers(1, 10))):
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    else:
        body[data.draw(st.integers(0, 30)) :] = data.draw(st.binary(max_size=400))
    told = set()
    try:
        assert decoder.look(bytes(body) or b"\0", SMALL).width > 0
    except PictureRefused as refusal:
        told.add(refusal.code)
    assert told <= hostile.ANY_REFUSAL


def test_a_picture_that_takes_too_much_memory_is_refused() -> None:
    body = encoded(scene(5, size=(4_000, 3_500)), "PNG", compress_level=1)
    with closing(Decoder(most_memory_bytes=60 << 20)) as tight:
        assert tight.look(GOOD, SMALL).width == 200
        with pytest.raises(PictureRefused) as refusal:
            tight.look(body, SMALL)
        assert refusal.value.code == "picture_too_costly"
        assert tight.look(GOOD, SMALL).width == 200
        assert peak_bytes(tight.pids()[0]) < 160 << 20
