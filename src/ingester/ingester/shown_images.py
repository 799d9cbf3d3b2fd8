"""Images of the library follow what their posts say."""

from collections.abc import Sequence

from sqlalchemy import Connection

from fovea.database import derived
from ingester.memory import Learned


def refresh(connection: Connection, learned: Sequence[Learned]) -> None:
    """Bring the images of posts that are described anew up to date; costs nothing when there are no such
    posts. The last step of a transaction: from here to the commit, others wait to change the library.

    Files of images that are removed because of this (a blocked tag) are left to the clean-up of files.
    """
    changed = [number for one in learned for number in one.changed]
    if changed:
        derived.posts_changed(connection, changed)
