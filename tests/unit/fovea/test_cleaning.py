"""How a clean-up is cut into parts."""

from itertools import pairwise

import pytest

from fovea import cleaning
from fovea.cleaning import KINDS, Slice, named, slices


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("last_image", "last_tag"), [(0, 0), (1, 1), (20_000, 2_000), (50_001, 4_001)])
def test_parts_follow_each_other_without_a_gap(kind: str, last_image: int, last_tag: int) -> None:
    parts = slices(kind, last_image=last_image, last_tag=last_tag)
    assert all(before.last + 1 == after.first for before, after in pairwise(parts))
    most = {
        "blocked-tags": last_image,
        "variants": last_image,
        "counts": last_tag,
        "files": 255,
        "writing": last_image,
    }[kind]
    assert parts[0].first <= 1
    assert parts[-1].last >= most
    assert [named(one.name) for one in parts] == parts
    assert all(len(one.name) <= 64 for one in parts)  # an item's outside id


def test_large_libraries_are_cut_into_bounded_parts() -> None:
    parts = slices("blocked-tags", last_image=1_000_000, last_tag=0)
    assert len(parts) == 50
    assert len(slices("files", last_image=1_000_000, last_tag=0)) == 256


def test_the_work_of_a_tag_names_it() -> None:
    (part,) = cleaning.of_tag(17, last_image=5)
    assert part.name == "tag-17/1-20000"
    assert named(part.name) == Slice(kind="tag", first=1, last=20_000, tag=17)


@pytest.mark.parametrize(
    "name", ["", "files", "files/1", "nonsense/1-2", "files-3/1-2", "tag/1-2", "files/1-2/3", "files/-1-2"]
)
def test_what_names_no_part_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no part of a clean-up"):
        named(name)


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of clean-up"):
        slices("nonsense", last_image=1, last_tag=1)
