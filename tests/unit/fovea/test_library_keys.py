"""Where the files of images are, and where links into the storage may lead."""

import pytest

from fovea import decoding, library
from fovea.library.keys import stored_at
from fovea.messages import LINKS_A_JOB
from fovea.storage import content_type_of

SHA256 = bytes(range(32))


def test_every_key_of_an_image_is_one_that_a_storage_takes() -> None:
    for image_format in library.ENDINGS:
        keys = library.of_image(SHA256, image_format)
        assert len(set(keys)) == 1 + len(library.THUMBNAIL_WIDTHS)
        for key in keys:
            assert content_type_of(key).startswith("image/")
            assert key.split("/")[1:3] == ["00", "01"]


def test_an_image_of_an_unheard_of_format_has_thumbnails_only() -> None:
    assert len(library.of_image(SHA256, "heic")) == len(library.THUMBNAIL_WIDTHS)


def test_thumbnails_are_made_in_the_widths_that_are_stored() -> None:
    assert library.THUMBNAIL_WIDTHS == decoding.THUMBNAIL_WIDTHS


def test_what_was_uploaded_is_found_by_its_link() -> None:
    key = library.incoming("0123-ab")
    assert content_type_of(key) == "application/octet-stream"
    assert stored_at(f"storage:{key}") == key


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/incoming/a.bin",
        "storage:images/00/01/a.jpg",
        "storage:incoming/../a.bin",
        "storage:incoming/a/b.bin",
        "storage:incoming/a.jpg",
        "storage:incoming/a.bin\n",
        "storage:",
        "incoming/a.bin",
    ],
)
def test_a_link_leads_to_nothing_in_the_storage_but_uploads(url: str) -> None:
    assert stored_at(url) is None


def test_links_are_asked_for_some_at_a_time_and_each_once() -> None:
    jobs = library.jobs_of([*range(1, 26), 3, 4])
    assert [len(job.links) for job in jobs] == [LINKS_A_JOB, LINKS_A_JOB, 5]
    assert [number for job in jobs for number in job.links] == list(range(1, 26))
