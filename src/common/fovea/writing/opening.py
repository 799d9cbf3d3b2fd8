"""Which classifier there is."""

from fovea.writing.classical import Classical
from fovea.writing.contract import TextClassifier
from fovea.writing.detector import open_detector
from fovea.writing.models import ModelMissing, Models

BEST = "best"
NAMES = (BEST, "detector", "classical", "none")


def open_classifier(models: Models | None) -> TextClassifier:
    """The detector, with these models in memory; without any, the cheap way. Raises `ModelMissing`."""
    return Classical() if models is None else open_detector(models)


def models_for(name: str, *, found: Models | None) -> Models | None:
    """The models that the classifier of this name of `NAMES` needs (None: none) of those that were found.
    Raises `ModelMissing` when it cannot do without what was not found.
    """
    if name == "detector" and found is None:
        raise ModelMissing("The detector's models, or onnxruntime, are not installed")
    return found if name in {BEST, "detector"} else None
