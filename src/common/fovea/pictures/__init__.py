"""Having pictures of posts looked at in the background: `ask` for them, and after a while their fingerprints
are in the database (`fovea.database.fingerprints`).

    unknown = numpy.setdiff1d(numbers, fingerprints.known(connection, numbers))
    pictures.ask(queues, cache, [(post.id, url) for post in ... if (url := pictures.rendition(post.sizes))])
"""

from fovea.pictures.asking import ask, ask_now
from fovea.pictures.choosing import largest_within, rendition

__all__ = ["ask", "ask_now", "largest_within", "rendition"]
