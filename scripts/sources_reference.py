"""Writes docs/sources.md from the catalogue of sources: `python scripts/sources_reference.py >
docs/sources.md`.
"""

import sys

from fovea.sources.catalogue import KnownSource, Price, Rate, Search, known_sources

MILLS = 1_000  # in a dollar

OPENING = """# Sources

Sites whose posts Fovea lists, and keeps up to date as [subscriptions](subscriptions.md). This page is made
from what the sources' own code declares (`python scripts/sources_reference.py > docs/sources.md`), and a test
keeps the two the same.

All pullers together keep to a site's rate, which is shared through Redis; what a site itself says of its
limits in its answers (`Retry-After`, `X-RateLimit-*`) goes before it. A source that wants a key says which
setting is missing until it has one; [docs/settings.md](settings.md) explains each. Rates of sites at many
hosts are of each host.

Some of them are engines: they can be searched by words alone, or by tags as the site writes them, and so take
part in crawls ("a search gives"). Google's ends on 1 January 2027, and takes no new customers; who
pays for more than 100 calls a day says so in `FOVEA_GOOGLE_CALLS_PER_DAY`. Bing's ended on 11 August 2025.
Openverse and Wikimedia Commons tell the licence of each picture, and who made it.

| site | key | listings | rate |
|---|---|---|---|
"""


def in_words(rate: Rate) -> str:
    """A rate as a person would say it."""
    seconds = {1: "a second", 60: "a minute", 3600: "an hour"}.get(
        rate.per_seconds, f"in {rate.per_seconds} seconds"
    )
    daily = f", {rate.per_day:,} a day" if rate.per_day else ""
    return f"{rate.calls:,} {seconds}{daily}"


def key_of(site: KnownSource) -> str:
    """Whether a site wants a key, and in which settings."""
    names = " and ".join(f"`{name}`" for name in site.key_names)
    return {"none": "none", "optional": f"optional: {names}", "required": f"needed: {names}"}[site.auth]


def in_table(site: KnownSource) -> str:
    """A site's row of the table."""
    kinds = ", ".join(site.kinds)
    return f"| [{site.title}](#{site.name}) | {key_of(site)} | {kinds} | {in_words(site.rate)} |"


def section(site: KnownSource) -> str:
    """What can be pasted of a site."""
    told = f"\n\nLimits and forms: <{site.documentation}>" if site.documentation else ""
    forms = "\n".join(f"- {form.meaning}: `{form.example}`" for form in site.examples)
    if site.search is not None:
        forms += f"\n\n{engine_of(site.search)}"
    costs = f"\n\n{price_of(site, site.price)}" if site.price is not None else ""
    return (
        f"## {site.name}\n{site.title}, at {', '.join(site.hosts) or 'any host'}.\n\n{forms}{costs}{told}\n"
    )


def engine_of(search: Search) -> str:
    """What a site gives as an engine."""
    most = "" if search.most is None else f", {search.most:,} at most"
    licences = ", each with its licence" if search.licences else ""
    results = f"{search.page_size:,} results a call{most}{licences}"
    return f"An engine for {search.takes}: a search gives {results}."


def price_of(site: KnownSource, price: Price) -> str:
    """What a site's answers cost, as it said when this was written."""
    post, person = price.post_mills / MILLS, price.person_mills / MILLS
    return f"""Each answer costs: {post:g} dollars a post and {person:g} a person
(<{price.source}>). No post that is known is
asked for again. What is spent is counted by the day and by the month (`GET /api/sources`, the metric
`source_dollars`), and `FOVEA_{site.name.upper()}_DOLLARS_PER_DAY` ends the day."""


def page() -> str:
    """The whole page."""
    sites = list(known_sources().values())
    return OPENING + "\n".join(map(in_table, sites)) + "\n\n" + "\n".join(map(section, sites))


if __name__ == "__main__":
    sys.stdout.write(page())
