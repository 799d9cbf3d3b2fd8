"""How names of tags are written, and which namespace a source's prefix names."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fovea.tag_names import LONGEST_NAME, NAMESPACES, namespace_of, normalised, parsed, words


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Long Hair", "long_hair"),
        ("  long \t hair\n", "long_hair"),
        ("long__hair_", "long_hair"),
        ("-solo", "solo"),
        ("~-_-~solo", "solo"),
        ("o_o", "o_o"),
        ("fate_(series)", "fate_(series)"),
        ("Cafe\u0301", "caf\u00e9"),
        ("ΑΣ", "ας"),
        ("初音ミク", "初音ミク"),
        ("a\u0000b\u0007c", "abc"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE tags; --", "';_drop_table_tags;_--"),
        ("100%_\\", "100%_\\"),
    ],
)
def test_a_tag_is_written_in_one_way(written: str, name: str) -> None:
    assert normalised(written) == name


@pytest.mark.parametrize("written", ["", "   ", "---", "_", "\u200b", "\u0000", "a" * (LONGEST_NAME + 1)])
def test_what_leaves_nothing_or_too_much_is_no_tag(written: str) -> None:
    assert normalised(written) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("\u0130")  # whose lower case is two characters
@example("- \u200b-x")
def test_a_name_stays_as_it_is_when_it_is_written_again(written: str) -> None:
    name = normalised(written)
    if name is None:
        return
    assert normalised(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert not any(character.isspace() or unicodedata.category(character) == "Cc" for character in name)
    assert name[0] not in "-~_"
    assert 0 < len(name) <= LONGEST_NAME
    name.encode()  # both databases can hold it


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(written: str) -> None:
    read = parsed(written)
    if read is not None:
        name, namespace = read
        assert normalised(name) == name
        assert namespace in NAMESPACES
        name.encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Artist:John Smith", ("john_smith", "artist")),
        ("creator:john", ("john", "artist")),
        ("series:fate", ("fate", "copyright")),
        ("species:wolf", ("wolf", "general")),
        ("lore:older_(lore)", ("older_(lore)", "meta")),
        ("character:rem_(re:zero)", ("rem_(re:zero)", "character")),
        ("re:zero", ("re:zero", "general")),
        (":d", (":d", "general")),
        ("artist:", ("artist:", "general")),
        ("artist:name=picasso", ("artist:name=picasso", "general")),  # a machine tag
        ("geo:lat=57.64", ("geo:lat=57.64", "general")),
    ],
)
def test_only_what_is_a_namespace_is_taken_for_one(written: str, read: tuple[str, str]) -> None:
    assert parsed(written) == read


def test_namespaces_have_the_names_of_several_sources() -> None:
    assert namespace_of("Series") == "copyright"
    assert namespace_of("nonsense") is None


def test_a_name_is_found_by_the_beginning_of_each_of_its_words() -> None:
    assert words("long_hair_ornament") == ["long_hair_ornament", "hair_ornament", "ornament"]
    assert words("fate_(series)") == ["fate_(series)", "series)"]
    assert words(":d") == [":d", "d"]
    assert words("初音_ミク") == ["初音_ミク", "ミク"]
    assert len(words("_".join("abcdefghijklmnopqrstuvwxyz"))) == 12
