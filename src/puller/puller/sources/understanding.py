"""What a text that somebody pasted stands for: each source is asked whether it knows the form."""

import re
from collections.abc import Sequence

from fovea.errors import InvalidInput
from fovea.sources.catalogue import KnownSource, known_sources, nearest
from puller.sources.listing_source import Understanding
from puller.sources.sites import ImageAddress, Listing, Understood

LONGEST_TEXT = 2_000
_NAMED = re.compile(r"([A-Za-z0-9]{2,16})\s*:\s*(\S.*)", re.DOTALL)


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
    named = _NAMED.fullmatch(wanted)
    site = known_sources().get(named[1].lower()) if named is not None else None
    is_address = named is not None and named[2].lower().startswith(("http://", "https://"))
    for source in sources if site is None or not is_address else ():
        understood = source.understand(wanted)
        if understood is not None:
            return understood
    if named is not None and site is not None:
        return _behind_name(site, named[2], sources)
    raise _unknown(wanted, sources)


def _behind_name(site: KnownSource, text: str, sources: Sequence[Understanding]) -> Understood:
    """What stands behind the name of a site that has no such form of its own: an address or a name, or the
    path of one (`imgur: t/cats`), or a community (`reddit: EarthPorn`).
    """
    forms = [text, f"@{text}"]
    if "://" not in text and site.hosts:
        forms += [f"https://{site.hosts[0]}/{text}", f"https://{site.hosts[0]}/r/{text}"]
    source = next(source for source in sources if any(one.name == site.name for one in source.sites))
    found = [understood for form in forms if (understood := source.understand(form)) is not None]
    ours = [one for one in found if not isinstance(one, ImageAddress) and one.source == site.name]
    for one in ours:
        if isinstance(one, Listing):
            return one
    if ours:
        return ours[0]
    examples = ", ".join(form.example for form in site.examples)
    raise InvalidInput(
        f"{site.title} has nothing of this form. Forms that Fovea knows: {examples}",
        code="unknown_form",
        errors={"text": ["is of no known form"]},
    )


def _unknown(text: str, sources: Sequence[Understanding]) -> InvalidInput:
    meant = [site for site in nearest(text) if site.examples]
    known = [site.examples[0].example for site in meant] or [
        source.url_forms[0].example for source in sources[:4]
    ]
    guess = f"Do you mean {' or '.join(site.title for site in meant)}? " if meant else ""
    return InvalidInput(
        f"Fovea does not know this site or this form of address. {guess}"
        f"Examples that it knows: {', '.join(known)}",
        code="unknown_site",
        errors={"text": ["is of no known form"]},
    )
