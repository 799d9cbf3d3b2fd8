"""What a worker has in hand, in a few words for whoever looks at it."""

from collections.abc import Sequence

from fovea.queues import Received

_ABOUT = ("key", "part", "url", "run_id")  # what tells best what a message is about, the best first


def in_words(queue: str, received: Sequence[Received]) -> str:
    """`puller: PullJob danbooru/posts/blue_sky`, or `ingester: 12 messages`."""
    if len(received) != 1:
        return f"{queue}: {len(received):,} messages"
    message = received[0].message
    about = next((str(getattr(message, name)) for name in _ABOUT if getattr(message, name, None)), "")
    return f"{queue}: {type(message).__name__} {about}".rstrip()
