"""The models that are installed are those that were tested, and tell writing from none."""

import sys
from pathlib import Path

import pytest

from fovea.writing import ModelFile, ModelMissing, Models, find_models, open_classifier
from scripts.writing_set.making import MEASURING, examples
from scripts.writing_set.measuring import measure


@pytest.fixture(scope="module")
def models() -> Models:
    found = find_models()
    assert found is not None, "rapidocr and onnxruntime belong to what is installed"
    return found


def test_their_bytes_are_those_that_were_tested(models: Models) -> None:
    assert [len(model.read()) for model in models] == [4_745_517, 10_857_958]


def test_the_package_that_brings_them_is_not_loaded(models: Models) -> None:

    open_classifier(models)
    assert "rapidocr" not in sys.modules


def test_they_tell_writing_from_none(models: Models) -> None:
    measured = measure(open_classifier(models), examples(22, part=MEASURING))
    assert measured.rates().accuracy >= 0.85


def test_a_changed_model_is_refused(models: Models, tmp_path: Path) -> None:
    changed = tmp_path / "model.onnx"
    body = bytearray(models.detector.read())
    body[1_000] ^= 1
    changed.write_bytes(body)
    with pytest.raises(ModelMissing, match="not the model"):
        ModelFile(str(changed), models.detector.sha256).read()
    with pytest.raises(ModelMissing, match="cannot be read"):
        ModelFile(str(tmp_path / "none.onnx"), models.detector.sha256).read()


def test_a_folder_of_one_s_own_must_have_both(models: Models, tmp_path: Path) -> None:
    assert find_models(str(tmp_path)) is None
    for model in models:
        (tmp_path / Path(model.path).name).write_bytes(model.read())
    found = find_models(str(tmp_path))
    assert found is not None
    assert {Path(model.path).parent for model in found} == {tmp_path}
    (tmp_path / Path(models.recogniser.path).name).unlink()
    assert find_models(str(tmp_path)) is None
