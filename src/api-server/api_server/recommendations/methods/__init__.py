"""The scoring methods by name. A new method is a module here with `score(taste, parameters) -> Scored` and a
line below.
"""

from collections.abc import Callable

from api_server.recommendations.methods import default, flexplore
from api_server.recommendations.methods.parameters import (
    PARAMETERS,
    ParameterInfo,
    Parameters,
    steered,
)
from api_server.recommendations.taste import Scored, Taste

Method = Callable[[Taste, Parameters], Scored]

METHODS: dict[str, Method] = {"default": default.score, "flexplore": flexplore.score}
DEFAULT_METHOD = "default"

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "PARAMETERS",
    "Method",
    "ParameterInfo",
    "Parameters",
    "steered",
]
