"""Running the models: with ONNX Runtime, on one thread, and silent about it."""

import os
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fovea.writing.models import ModelMissing

Tensor = NDArray[np.float32]

# Some releases of the runtime tell their maker about every session unless this stands before they are loaded.
SILENCE = {"ORT_DISABLE_TELEMETRY": "1"}


class Network(NamedTuple):
    """A model that can be asked: what it answers to a tensor, and what its file says of itself."""

    answer: Callable[[Tensor], Tensor]
    facts: dict[str, str]


def network(model: bytes) -> Network:
    """The network of an ONNX file with one input and one output. Raises `ModelMissing`.

    It opens no file afterwards and starts no thread, so that it can be made before a process is confined and
    be used behind it. Tensors are of many sizes: memory is not kept for the next one.
    """
    os.environ.update(SILENCE)
    try:
        import onnxruntime

        runtime: Any = onnxruntime  # its names are made when it is loaded
        wishes = runtime.SessionOptions()
        wishes.intra_op_num_threads = wishes.inter_op_num_threads = 1
        wishes.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
        wishes.enable_cpu_mem_arena = False
        wishes.enable_mem_pattern = False
        wishes.log_severity_level = 4  # only what is fatal
        session: Any = runtime.InferenceSession(model, wishes, providers=["CPUExecutionProvider"])
        name = session.get_inputs()[0].name
        facts = dict(session.get_modelmeta().custom_metadata_map)
    except Exception as error:  # a library that lacks, or lacks something of the system, or a bad file
        raise ModelMissing(f"The model cannot be run: {error}") from error

    def answer(tensor: Tensor) -> Tensor:
        found: Tensor = session.run(None, {name: tensor})[0]
        return found

    return Network(answer, facts)
