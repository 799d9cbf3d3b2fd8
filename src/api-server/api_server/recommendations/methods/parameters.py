"""The numbers that the methods turn on: what each means, how far it may go, and what the sliders do to
them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What the default method's formula leaves open; `PARAMETERS` says what each means."""

    alpha: float = 0.5
    beta: float = 0.0
    gamma: float = 0.4
    kappa: float = 0.3
    eta: float = 0.6
    contact: float = 4.0
    sharpness: float = 1.0
    penalty: float = 0.5
    likeness: float = 0.1
    newness: float = 0.0
    newness_days: float = 30.0
    most_of_one_owner: int = 3


@dataclass(frozen=True, kw_only=True)
class ParameterInfo:
    """One parameter for people: `name` as in Parameters, its default, and the range that it is used in."""

    name: str
    meaning: str
    default: float
    lowest: float
    highest: float


def _info(name: str, meaning: str, lowest: float, highest: float) -> ParameterInfo:
    default = getattr(Parameters(), name)
    return ParameterInfo(name=name, meaning=meaning, default=default, lowest=lowest, highest=highest)


PARAMETERS: tuple[ParameterInfo, ...] = (
    _info(
        "alpha",
        "How much more a rare shared favourite says than one that everybody faved: "
        "each counts as n to the power of minus alpha, n being how many people faved it.",
        0.0,
        1.5,
    ),
    _info(
        "beta",
        "How much a photo that many people faved is held back (above 0) or pushed forward (below 0): "
        "its score is multiplied by n to the power of minus beta.",
        -0.5,
        1.0,
    ),
    _info(
        "gamma",
        "How much a photographer who faves a lot is discounted: "
        "their weight is divided by the length of their list to the power of gamma.",
        0.0,
        1.0,
    ),
    _info(
        "kappa",
        "How much your favourites of a photographer's own photos add to that photographer's weight: "
        "kappa times the square root of their number.",
        0.0,
        2.0,
    ),
    _info(
        "eta",
        "How much photos by somebody whose photos you faved already, or whom you follow, are lifted: "
        "the score is multiplied by 1 plus eta times the logarithm of 1 plus their number.",
        0.0,
        2.0,
    ),
    _info(
        "contact",
        "How many favourites of somebody's own photos it is worth that you follow them, "
        "for kappa and for eta alike.",
        0.0,
        25.0,
    ),
    _info(
        "sharpness",
        "How much the photographers of most weight count beyond the others: "
        "each weight is raised to this power.",
        0.5,
        2.0,
    ),
    _info(
        "penalty",
        "How much a photographer loses who faved what you dismissed: the weight is multiplied by "
        "1 minus penalty times the dismissed photos per shared favourite, but never falls below 0.",
        0.0,
        1.0,
    ),
    _info(
        "likeness",
        "How much other photos by the owner of a photo that you dismissed are lowered, once for each: "
        "0.1 takes a tenth away.",
        0.0,
        1.0,
    ),
    _info(
        "newness",
        "How much photos that were posted lately are lifted: one from today has its score multiplied by "
        "1 plus newness.",
        0.0,
        4.0,
    ),
    _info("newness_days", "After how many days half of that lift is gone.", 1.0, 365.0),
    _info(
        "most_of_one_owner", "How many photos of one photographer a page shows before others come.", 1.0, 10.0
    ),
)

_DEFAULT = Parameters()
_MOST_NEWNESS = 3.0
_MOST_POPULARITY = 0.5
_ALPHA_STEP = 0.4
_FAMILIARITY_BASE = 3.0


def steered(*, freshness: float = 0.0, adventure: float = 0.0) -> Parameters:
    """The parameters that two sliders stand for, each from -1 to 1 (values beyond are taken as the end).

    `freshness` above 0 lifts photos that were posted lately, below 0 those that many people faved.
    `adventure` above 0 lets rare shared favourites decide and photographers whom you know step back, with
    fewer photos of one of them in a page; below 0 the reverse.
    """
    freshness = min(1.0, max(-1.0, freshness))
    adventure = min(1.0, max(-1.0, adventure))
    familiarity = _FAMILIARITY_BASE**-adventure
    return Parameters(
        alpha=_DEFAULT.alpha + _ALPHA_STEP * adventure,
        beta=_DEFAULT.beta + min(0.0, freshness) * _MOST_POPULARITY,
        kappa=_DEFAULT.kappa * familiarity,
        eta=_DEFAULT.eta * familiarity,
        newness=_DEFAULT.newness + max(0.0, freshness) * _MOST_NEWNESS,
        most_of_one_owner=max(1, _DEFAULT.most_of_one_owner - round(2 * adventure)),
    )
