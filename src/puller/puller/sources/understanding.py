"""What a text that somebody pasted stands for: each source is asked whether it knows the form."""

from collections.abc import Sequence

from fovea.errors import InvalidInput
from fovea.sources.catalogue import nearest
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
    meant = [site for site in nearest(wanted) if site.examples]
    known = [site.examples[0].example for site in meant] or [
        source.url_forms[0].example for source in sources[:4]
    ]
    guess = f"Do you mean {' or '.join(site.title for site in meant)}? " if meant else ""
    raise InvalidInput(
        f"Fovea does not know this site or this form of address. {guess}"
        f"Examples that it knows: {', '.join(known)}",
        code="unknown_site",
        errors={"text": ["is of no known form"]},
    )
