"""What a text that somebody pasted stands for: each source is asked whether it knows the form."""

from collections.abc import Sequence

from fovea.errors import InvalidInput
from puller.sources.listing_source import Understanding
from puller.sources.sites import Understood

LONGEST_TEXT = 2_000


def understand(text: str, sources: Sequence[Understanding]) -> Understood:
    """What the text stands for, by the first source that knows it. Raises `InvalidInput` with what could be
    pasted instead.
    """
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST_TEXT:
        raise InvalidInput(
            "Paste the address of a subreddit, a tag search, an account or a feed",
            errors={"text": ["is empty" if not wanted else f"is longer than {LONGEST_TEXT} characters"]},
        )
    for source in sources:
        understood = source.understand(wanted)
        if understood is not None:
            return understood
    examples = ", ".join(source.url_forms[0].example for source in sources[:4])
    raise InvalidInput(
        f"Fovea does not know this site or this form of address. Examples that it knows: {examples}",
        errors={"text": ["is of no known form"]},
    )
