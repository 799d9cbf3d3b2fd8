"""The scoring methods by name. A new method is a module here with `score(taste) -> Scored` and a line
below.
"""

from collections.abc import Callable

from api_server.recommendations.methods import flexplore
from api_server.recommendations.taste import Scored, Taste

METHODS: dict[str, Callable[[Taste], Scored]] = {"flexplore": flexplore.score}
DEFAULT_METHOD = "flexplore"
