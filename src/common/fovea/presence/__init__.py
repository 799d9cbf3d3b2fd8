"""Who is there: every process tells in the cache that it lives, what it does now, and what it has measured.

    presence.begin(settings, "puller")          # once a process, after any fork
    with presence.doing("reading danbooru"):    # what the present thread is busy with
        ...

Operators look at it (`fovea workers`, `fovea metrics`) and ask processes for their stacks (`fovea stacks`).
Nothing that fails here ever fails the process: without the cache, nobody knows of it, that is all.
"""

from fovea.presence.activity import begin_doing, doing, end_doing
from fovea.presence.teller import Teller, begin

__all__ = ["Teller", "begin", "begin_doing", "doing", "end_doing"]
