"""What all records share."""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the API answered, unchangeable. Fields that a newer server adds are passed over; words
    (states, kinds, codes) are plain text, because a newer server may know more of them.
    """
