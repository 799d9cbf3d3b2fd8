"""Whether a picture shows writing is told where it is decoded, by what the parent names."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from fovea.decoding import Decoder, Looked, Wanted
from fovea.decoding.child import named_classifier
from fovea.decoding.looking import look
from fovea.decoding.messages import Found, Task, Writing
from fovea.writing import (
    Classified,
    ModelFile,
    ModelMissing,
    Models,
    arguments,
    find_models,
    version_of,
)
from scripts.writing_set.making import MEASURING, example
from tests.unit.fingerprints.pictures import encoded, scene

BODY = encoded(scene(1, size=(1_500, 900)))
WRITING = Wanted(phash_only=True, thumbnails=(), writing=True)


@pytest.fixture(scope="module")
def classical() -> Iterator[Decoder]:
    with closing(Decoder(classifier=("classical",))) as decoder:
        yield decoder


class Noting:
    """A classifier that notes what it was shown."""

    name, version = "noting", "noting-1"

    def __init__(self, error: Exception | None = None) -> None:
        self.shown: list[tuple[int, int]] = []
        self._error = error

    def classify(self, picture: Image.Image) -> Classified:
        self.shown.append(picture.size)
        if self._error is not None:
            raise self._error
        return Classified(text=True, score=0.9, sure=True, lines=[], why="line")


def seen(classifier: Noting, want: Wanted, body: bytes = BODY) -> Found:
    answer = look(body, Task(want, most_seconds=5, most_pixels=20_000_000), classifier)
    assert isinstance(answer, Found)
    return answer


def test_it_is_told_when_it_is_wanted_with_the_classifier_s_name(classical: Decoder) -> None:
    looked = classical.look(BODY, WRITING)
    assert looked.writing is not None
    assert looked.writing.found is not None
    assert looked.writing.classifier == version_of(("classical",))
    assert 0 <= looked.writing.found.score <= 1
    assert classical.look(BODY, Wanted(phash_only=True)).writing is None


def test_everything_else_is_as_without(classical: Decoder, decoder: Decoder) -> None:
    with_it, without = classical.look(BODY, Wanted(writing=True)), decoder.look(BODY, Wanted(writing=True))
    assert without.writing is None
    for name in Looked.__struct_fields__:
        if name != "writing":
            assert getattr(with_it, name) == getattr(without, name)


def test_the_picture_is_large_enough_to_be_read_and_not_decoded_in_full_for_it() -> None:
    classifier = Noting()
    seen(classifier, WRITING, encoded(scene(1, size=(4_000, 3_000))))
    seen(classifier, Wanted(writing=True), encoded(scene(1, size=(4_000, 3_000))))
    assert classifier.shown == [(1_000, 750), (2_000, 1_500)]


@pytest.mark.parametrize("error", [RuntimeError("the model"), MemoryError()])
def test_a_classifier_that_fails_spoils_no_picture(error: Exception) -> None:
    found = seen(Noting(error), Wanted(writing=True))
    assert found.writing == Writing(None, "noting-1")
    assert len(found.thumbnails) == 3


@pytest.mark.parametrize("name", ["classical", "detector"])
def test_nothing_that_a_classifier_needs_is_left_to_be_imported_in_the_child(name: str) -> None:
    """It could not be read any more."""
    with closing(Decoder(classifier=arguments(name, find_models()))) as decoder:
        for number in range(12):
            body = encoded(example(number, part=MEASURING).picture)
            looked = decoder.look(body, WRITING)
            assert looked.writing is not None
            assert looked.writing.found is not None, number


def test_the_child_still_may_open_nothing(classical: Decoder) -> None:
    classical.look(BODY, WRITING)
    (pid,) = classical.pids()
    assert sorted(path.name for path in Path(f"/proc/{pid}/fd").iterdir()) == ["0", "1", "2"]
    assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1


def test_the_detector_works_in_the_confined_child() -> None:
    with closing(Decoder(classifier=arguments("detector", find_models()))) as decoder:
        for number, shows in ((0, True), (1, False), (18, True)):
            looked = decoder.look(encoded(example(number, part=MEASURING).picture), Wanted(writing=True))
            assert looked.writing is not None
            assert looked.writing.found is not None
            assert looked.writing.found.text is shows
        (pid,) = decoder.pids()
        assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1


def models(folder: Path, body: bytes = b"no model") -> Models:
    """Files that are what they are said to be, if nothing that could be run."""
    path = folder / "model.onnx"
    path.write_bytes(body)
    file = ModelFile(str(path), hashlib.sha256(body).hexdigest())
    return Models(file, file)


def test_the_best_there_is_needs_no_model_and_the_detector_does(tmp_path: Path) -> None:
    assert arguments("best", None) == arguments("classical", models(tmp_path)) == ("classical",)
    assert arguments("none", models(tmp_path)) == ()
    assert arguments("best", models(tmp_path))[0] == "detector"
    with pytest.raises(ModelMissing):
        arguments("detector", None)


def test_another_file_under_a_model_s_name_is_found_out_before_anything_starts(tmp_path: Path) -> None:
    found = models(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"something else")
    with pytest.raises(ModelMissing, match="not the model"):
        arguments("best", found)
    assert named_classifier(["detector", *found.detector, *found.recogniser]) is None


def test_a_model_that_cannot_be_run_leaves_the_pictures_readable(tmp_path: Path) -> None:
    with closing(Decoder(classifier=arguments("detector", models(tmp_path)))) as decoder:
        looked = decoder.look(BODY, WRITING)
    assert (looked.width, looked.writing) == (1_500, None)
