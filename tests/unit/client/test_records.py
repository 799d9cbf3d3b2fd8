"""The records are what the API's document promises."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fovea_client import records
from fovea_client.records import images, runs

DOCUMENT = json.loads((Path(__file__).parents[3] / "frontend" / "src" / "api" / "openapi.json").read_text())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
# By what the API calls them.
NAMES: dict[str, type[msgspec.Struct]] = {
    "Account": records.Account,
    "AccountScan": records.AccountScan,
    "ArtistFinder": records.ArtistFinder,
    "ArtistNetwork": records.ArtistNetwork,
    "ArtistName": records.ArtworkArtist,
    "ArtistResult": records.ArtistResult,
    "ArtistScan": records.ScanOfAccount,
    "ArtistSearch": records.ArtistSearch,
    "Artwork": records.Artwork,
    "ArtworkSite": records.ArtworkSite,
    "Check": records.Check,
    "CheckedListing": records.CheckedListing,
    "Crawl": records.Crawl,
    "CrawlClasses": records.CrawlClasses,
    "CrawlDuplicate": records.CrawlDuplicate,
    "CrawlEngine": records.CrawlEngine,
    "CrawlFailure": records.CrawlFailure,
    "CrawlFilters": records.CrawlFilters,
    "CrawlImage": records.CrawlImage,
    "CrawlProgress": records.CrawlProgress,
    "CrawlSearch": records.CrawlSearch,
    "Elsewhere": records.Elsewhere,
    "EvidenceStep": records.EvidenceStep,
    "FinderError": records.SearchError,
    "FoundAccount": records.ArtistAccount,
    "Image": records.Image,
    "ImageCard": records.LibraryImage,
    "ImageMatch": records.ImageMatch,
    "ImageSearchResults": records.ImageSearch,
    "ListingRun": records.ListingRun,
    "ManagedUser": records.User,
    "Margins": images.Margins,
    "PersonRecommendation": records.PersonRecommendation,
    "PhotoRecommendation": records.PhotoRecommendation,
    "Post": records.Post,
    "Recommendations": records.Recommendations,
    "ResultPost": records.FoundPost,
    "Run": records.Run,
    "RunFailure": records.RunFailure,
    "RunProgress": records.RunProgress,
    "ScannedAccount": records.ScannedAccount,
    "SearchedPicture": records.SearchedPicture,
    "SearchedWith": records.SearchedWith,
    "SeenPost": records.SeenPost,
    "Subscription": records.Subscription,
    "Supporter": records.Supporter,
    "Tokens": records.Tokens,
    "WholeCrawl": records.WholeCrawl,
    "PhotographerProgress": runs.Counts,
}


def example(schema: dict[str, Any], *, full: bool) -> Any:
    """Something that a schema allows: with all it may have, or with as little as there can be."""
    if "$ref" in schema:
        return example(SCHEMAS[schema["$ref"].rpartition("/")[2]], full=full)
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf") or schema["oneOf"]
        null = [one for one in choices if one.get("type") == "null"]
        return (
            None if null and not full else example(next(one for one in choices if one not in null), full=full)
        )
    if "enum" in schema and not isinstance(schema.get("type"), list):
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        if "null" in kinds and not full:
            return None
        kinds = next(kind for kind in kinds if kind != "null")
        if "enum" in schema:
            return next(one for one in schema["enum"] if one is not None)
    if kinds == "object":
        required = schema.get("required", [])
        values = schema.get("properties", {})
        return {name: example(one, full=full) for name, one in values.items() if full or name in required}
    if kinds == "array":
        return [example(schema["items"], full=full)] if full else []
    if kinds == "string":
        return "2026-11-21T09:00:00Z" if schema.get("format") == "date-time" else "text"
    return {"integer": 1, "number": 1.5, "boolean": True}[kinds]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
def test_whatever_the_api_may_answer_is_understood(name: str, full: bool) -> None:
    told = example(SCHEMAS[name], full=full)
    understood = msgspec.json.decode(json.dumps(told), type=NAMES[name])
    for field in msgspec.structs.fields(NAMES[name]):
        assert hasattr(understood, field.name)


@pytest.mark.parametrize("name", NAMES)
def test_no_field_is_of_our_own_invention(name: str) -> None:
    fields = {field.encode_name for field in msgspec.structs.fields(NAMES[name])}
    assert fields - set(SCHEMAS[name]["properties"]) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_record_cannot_be_changed(name: str) -> None:
    understood = msgspec.json.decode(json.dumps(example(SCHEMAS[name], full=True)), type=NAMES[name])
    with pytest.raises(AttributeError):
        setattr(understood, msgspec.structs.fields(NAMES[name])[0].name, None)
