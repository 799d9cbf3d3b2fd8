"""Rounding that makes sums exact, so that no order of adding changes a bit.

Floating-point addition depends on its order, and the order of lists and favourites is that of the numbers
they were stored under. Multiples of one power of two, few enough of them, add up without any rounding: the
same favourites then give the same scores, whoever was stored first.
"""

import numpy as np

from api_server.recommendations.taste import Weights

_BITS = 40
_NOTHING = 1e-200


def exactly_addable(values: Weights, *, beside: Weights | None = None) -> Weights:
    """`values` rounded to multiples of 2**-40 of the power of two above the largest of them (or of `beside`,
    with which they are to be added up).

    Any sum of up to 8,192 of these is exact, in any order. The error is below 1e-12 of the largest value.
    """
    largest = float(np.max(np.abs(values if beside is None else beside), initial=0.0))
    if largest < _NOTHING:
        return np.zeros_like(values)
    _, exponent = np.frexp(largest)
    grain = float(np.ldexp(1.0, int(exponent) - _BITS))
    rounded: Weights = np.round(values / grain) * grain
    return rounded
