"""Whether a picture shows writing.

    classifier = open_classifier(find_models())  # the detector, or `Classical` where its models lack
    classifier.classify(picture).text

Pictures of strangers are classified where they are decoded: by `fovea.decoding`, in a process of its own.
This package therefore loads with numpy and Pillow alone, and opens no file once a classifier is there.
"""

from fovea.writing.contract import UNSURE, Classified, Line, TextClassifier, Why
from fovea.writing.models import ModelFile, ModelMissing, Models, find_models
from fovea.writing.opening import arguments, open_classifier, version_of

__all__ = [
    "UNSURE",
    "Classified",
    "Line",
    "ModelFile",
    "ModelMissing",
    "Models",
    "TextClassifier",
    "Why",
    "arguments",
    "find_models",
    "open_classifier",
    "version_of",
]
