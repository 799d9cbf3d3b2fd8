"""Writes what the pullers' sources declare of themselves: `python scripts/sources_catalogue.py >
src/common/fovea/sources/catalogue.json`.
"""

import sys

import msgspec

from fovea.flickr.client import FlickrClient
from fovea.flickr.site import Site as FlickrSite
from fovea.sources.catalogue import KnownSource, Search, UrlForm
from puller.sources import every_listing_source
from puller.sources.flickr_listings import FlickrListings
from puller.sources.listing_source import ListingSource
from puller.sources.reddit import archive, feed
from puller.sources.sites import Listing, Site

# Other ways to the posts of a site, which have limits and bad days of their own.
WAYS = {"reddit": (archive.SITE.name, feed.SITE.name)}
# What stands for a search of words at sites where `name: words` is something else.
SEARCHES_OF_WORDS = {"flickr": "https://www.flickr.com/search/?text={}"}
# A word that stands nowhere else.
ANY_WORD = "anyword"


def catalogue() -> list[KnownSource]:
    """Every site of every source."""
    flickr = FlickrListings(FlickrSite("https://www.flickr.com"), _no_client)
    return [
        known(source, site) for source in every_listing_source({}, flickr=flickr) for site in source.sites
    ]


def known(source: ListingSource, site: Site) -> KnownSource:
    """A site with the forms of address of its source."""
    examples = tuple(
        UrlForm(meaning=form.meaning, example=of_site(form.example, source, site))
        for form in source.url_forms
    )
    understood = (source.understand(form.example) for form in examples)
    kinds = dict.fromkeys(one.kind for one in understood if isinstance(one, Listing))
    return KnownSource(
        name=site.name,
        title=site.title,
        hosts=site.hosts,
        auth=site.auth,
        key_names=site.keys,
        documentation=site.documentation,
        kinds=tuple(kinds),
        examples=examples,
        rate=site.rate,
        ways=WAYS.get(site.name, ()),
        many_hosts=not site.hosts,
        price=site.price,
        search=search_of(source, site),
    )


def search_of(source: ListingSource, site: Site) -> Search | None:
    """How a site is searched, as its source understands a search for one word; None for one that cannot."""
    of_words = SEARCHES_OF_WORDS.get(site.name)
    understood = source.understand((of_words or f"{site.name}: {{}}").format(ANY_WORD))
    if not isinstance(understood, Listing) or understood.kind not in {"keyword", "tags"}:
        return None
    return Search(
        takes="words" if understood.kind == "keyword" or of_words else "tags",
        kind=understood.kind,
        query=understood.query.replace(ANY_WORD, "{}"),
        title=understood.title.replace(ANY_WORD, "{}"),
        url=understood.url.replace(ANY_WORD, "{}"),
        page_size=site.page_size,
        most=site.most,
        licences=site.licences,
    )


def of_site(example: str, source: ListingSource, site: Site) -> str:
    """An example that is of one site of a source, as it is at another one."""
    for other in source.sites:
        for host in other.hosts:
            if example.startswith(f"https://{host}/"):
                return example.replace(host, site.hosts[0], 1)
        if example.startswith(f"{other.name}:"):
            return example.replace(other.name, site.name, 1)
    return example


def text() -> str:
    """The file."""
    return msgspec.json.format(msgspec.json.encode(catalogue()), indent=2).decode() + "\n"


def _no_client() -> FlickrClient:
    raise AssertionError("nobody is asked here")


if __name__ == "__main__":
    sys.stdout.write(text())
