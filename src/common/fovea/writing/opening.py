"""Which classifier there is."""

from collections.abc import Sequence

from fovea.writing.classical import Classical
from fovea.writing.contract import TextClassifier
from fovea.writing.detector import Detector, open_detector
from fovea.writing.models import ModelFile, ModelMissing, Models

BEST = "best"
NAMES = (BEST, "detector", "classical", "none")


def open_classifier(models: Models | None) -> TextClassifier:
    """The detector, with these models in memory; without any, the cheap way. Raises `ModelMissing`."""
    return Classical() if models is None else open_detector(models)


def arguments(name: str, found: Models | None) -> tuple[str, ...]:
    """The classifier of this name of `NAMES`, with what was found of models, in words for another process
    (`of_arguments`); none for none.

    Raises `ModelMissing` when it cannot do without what was not found, or when that is another model.
    """
    if name == "none":
        return ()
    if name == "classical" or (name == BEST and found is None):
        return ("classical",)
    if found is None:
        raise ModelMissing("The detector's models, or onnxruntime, are not installed")
    for model in found:
        model.read()
    return ("detector", *found.detector, *found.recogniser)


def of_arguments(told: Sequence[str]) -> TextClassifier | None:
    """What `arguments` told of. Raises `ModelMissing`."""
    match told:
        case ["detector", *files] if len(files) == 4:
            return open_classifier(Models(ModelFile(*files[:2]), ModelFile(*files[2:])))
        case ["classical"]:
            return open_classifier(None)
    return None


def version_of(told: Sequence[str]) -> str | None:
    """The version of the classifier that `arguments` told of."""
    return {"detector": Detector.version, "classical": Classical.version}.get(told[0]) if told else None
