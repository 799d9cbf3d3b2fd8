"""The licences that Flickr knows by numbers
(https://www.flickr.com/services/api/flickr.photos.licenses.getInfo.html).
"""

from typing import NamedTuple

_CC = "https://creativecommons.org/licenses"


class Licence(NamedTuple):
    """A licence as people write it, and where it can be read."""

    name: str
    url: str | None = None


_KNOWN = {
    0: Licence("All rights reserved"),
    1: Licence("CC BY-NC-SA 2.0", f"{_CC}/by-nc-sa/2.0/"),
    2: Licence("CC BY-NC 2.0", f"{_CC}/by-nc/2.0/"),
    3: Licence("CC BY-NC-ND 2.0", f"{_CC}/by-nc-nd/2.0/"),
    4: Licence("CC BY 2.0", f"{_CC}/by/2.0/"),
    5: Licence("CC BY-SA 2.0", f"{_CC}/by-sa/2.0/"),
    6: Licence("CC BY-ND 2.0", f"{_CC}/by-nd/2.0/"),
    7: Licence("No known copyright restrictions", "https://www.flickr.com/commons/usage/"),
    8: Licence("United States government work", "https://www.usa.gov/government-copyright"),
    9: Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    10: Licence("Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
}


def of_number(number: int | None) -> Licence | None:
    """The licence of a number; None for one that is not known here: better none than a wrong one."""
    return None if number is None else _KNOWN.get(number)
