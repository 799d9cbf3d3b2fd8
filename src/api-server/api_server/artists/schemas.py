"""Shapes of the artist finder: what is sent, and a search."""

from typing import get_args

from marshmallow import Schema, fields, validate

from api_server.artists.words import (
    ERRORS,
    KINDS,
    LONGEST_ACCOUNT,
    SCAN_STATES,
    STATES,
)
from api_server.image_search.schemas import ImageMatch
from api_server.library_search.schemas import ratings_field
from api_server.schemas import Input, Run, moment
from fovea import ratings
from fovea.artists.evidence import Doubt, EvidenceKind, Favour
from fovea.artists.networks import NETWORKS
from fovea.artists.records import ProfileState, Role
from fovea.database.links import LONGEST_URL
from fovea.fingerprints import ORIENTATIONS
from fovea.image_matches import SIMILARITIES


def account_field() -> fields.String:
    """A field for an account as somebody writes it."""
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, LONGEST_ACCOUNT),
        metadata={"description": "The address of an account, or network:name, as x:somebody."},
    )


def again_field() -> fields.Boolean:
    """A field for wanting a new search where there is one."""
    return fields.Boolean(
        load_default=False,
        metadata={"description": "Begin anew, also where the same was asked within the last hour."},
    )


class NewArtistSearch(Input):
    """The page of an artwork; or an account and the address of a picture to look for among its posts."""

    url = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"format": "uri", "description": f"Of at most {LONGEST_URL:,} characters, `#` included."},
    )
    account = account_field()
    image_url = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"format": "uri", "description": "Of the picture, with `account`, or alone: any picture."},
    )
    again = again_field()


class NewArtistSearchFields(Input):
    """What goes along with a picture."""

    account = account_field()
    again = again_field()


class NewArtistSearchFile(NewArtistSearchFields):
    """A picture, perhaps with the account among whose posts it is looked for."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class FinderError(Schema):
    """Why a search ended without an answer."""

    code = fields.String(required=True, validate=validate.OneOf(list(ERRORS)))
    message = fields.String(required=True)


class SearchedWith(Schema):
    """The picture that is looked for."""

    image = fields.String(
        required=True, allow_none=True, metadata={"description": "A data: address with a small picture."}
    )
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)


class ArtistName(Schema):
    """Somebody whom the artwork's page names."""

    name = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, validate=validate.OneOf(get_args(Role)))


class Artwork(Schema):
    """What the page tells of the artwork."""

    site = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    page = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Which of a set of pictures."}
    )
    posted_at = moment("When it was published.", required=True, allow_none=True)
    mature = fields.Boolean(required=True)
    image = fields.String(
        required=True, allow_none=True, metadata={"description": "A data: address with a small picture."}
    )
    artists = fields.List(fields.Nested(ArtistName), required=True)


class EvidenceStep(Schema):
    """From one page to the next."""

    kind = fields.String(required=True, validate=validate.OneOf(get_args(EvidenceKind)))
    url = fields.String(required=True, metadata={"description": "Where it was read."})
    to = fields.String(required=True, metadata={"description": "The account or the page that it leads to."})
    what = fields.String(required=True, metadata={"description": "What stood there."})
    doubts = fields.List(fields.String(validate=validate.OneOf(get_args(Doubt))), required=True)
    favours = fields.List(fields.String(validate=validate.OneOf(get_args(Favour))), required=True)


class AccountScan(Schema):
    """How far the posts of an account are read."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(SCAN_STATES),
        metadata={
            "description": "none: not begun, or not wanted; not_listable: its network's posts cannot be "
            "listed here; fresh: what there is, is new enough; reading: its posts; pictures: of its posts."
        },
    )
    first = fields.Boolean(
        required=True, metadata={"description": "It was never read before; this may take long."}
    )
    posts_read = fields.Integer(required=True)
    pictures_done = fields.Integer(required=True)
    pictures_total = fields.Integer(required=True)
    code = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    eta_seconds = fields.Float(required=True, allow_none=True)


class FoundAccount(Schema):
    """An account that may be the artist's, and what speaks for it."""

    key = fields.String(required=True, metadata={"description": "network:handle, unique within the search."})
    network = fields.String(required=True, validate=validate.OneOf(list(NETWORKS)))
    network_title = fields.String(required=True)
    handle = fields.String(required=True)
    url = fields.String(required=True)
    external_id = fields.String(required=True, allow_none=True)
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))
    accepted = fields.Boolean(required=True, metadata={"description": "Whether it is taken for theirs."})
    state = fields.String(required=True, validate=validate.OneOf(get_args(ProfileState)))
    former = fields.List(
        fields.String(), required=True, metadata={"description": "What it was called before."}
    )
    evidence = fields.List(
        fields.List(fields.Nested(EvidenceStep)),
        required=True,
        metadata={"description": "Chains of steps from the artwork's page to the account."},
    )
    scan = fields.Nested(AccountScan, required=True)


class ResultPost(Schema):
    """A post that shows the picture."""

    id = fields.Integer(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    external_id = fields.String(required=True)
    posted_at = moment("When it was published.", required=True, allow_none=True)


class ArtistResult(Schema):
    """A picture among an account's posts that may be the one."""

    post = fields.Nested(ResultPost, required=True)
    account = fields.String(required=True, allow_none=True, metadata={"description": "The account's key."})
    image_id = fields.Integer(required=True)
    thumbnail = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Its address, on this server, whatever its rating is."},
    )
    image_width = fields.Integer(required=True, allow_none=True)
    image_height = fields.Integer(required=True, allow_none=True)
    rating = fields.String(required=True, allow_none=True, validate=validate.OneOf(ratings.WORDS))
    position = fields.Integer(required=True, metadata={"description": "Which of the post's pictures: 1..."})
    count = fields.Integer(required=True, metadata={"description": "How many pictures the post has."})
    distance = fields.Float(required=True, metadata={"description": "As image search has it (best)."})
    similarity = fields.String(required=True, allow_none=True, validate=validate.OneOf(SIMILARITIES))
    orientation = fields.String(required=True, validate=validate.OneOf(ORIENTATIONS))
    in_trimmed = fields.Boolean(required=True)
    exists = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether its site was seen to show it still; null: it could not be asked."},
    )


class Elsewhere(Schema):
    """What the rest of the library has of the picture."""

    matches = fields.List(fields.Nested(ImageMatch), required=True)
    hidden = fields.Dict(
        keys=fields.String(validate=validate.OneOf(ratings.WORDS)),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many matches of each rating the viewer's choice hides."},
    )
    searched = fields.Integer(required=True)
    note = fields.String(required=True, allow_none=True)


class ArtistSearch(Schema):
    """A search for an artwork's artist."""

    id = fields.String(required=True, metadata={"description": "Whoever knows it may look at the search."})
    kind = fields.String(
        required=True,
        validate=validate.OneOf(KINDS),
        metadata={"description": "What was asked with: an artwork's page, a picture, an account."},
    )
    url = fields.String(required=True, allow_none=True, metadata={"description": "What was asked."})
    shared_url = fields.String(required=True, metadata={"description": "The search's page, to pass on."})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    error = fields.Nested(FinderError, required=True, allow_none=True)
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "What else to know, as what is missing."}
    )
    first_scan = fields.Boolean(
        required=True, metadata={"description": "Some account is read for the first time: it may take long."}
    )
    picture = fields.Nested(SearchedWith, required=True, allow_none=True)
    artwork = fields.Nested(Artwork, required=True, allow_none=True)
    accounts = fields.List(
        fields.Nested(FoundAccount), required=True, metadata={"description": "The surest first."}
    )
    results = fields.List(
        fields.Nested(ArtistResult),
        required=True,
        metadata={"description": "By distance, how many pictures the post has, and its age."},
    )
    removed = fields.Integer(
        required=True, metadata={"description": "How many posts showed it, and are not there any more."}
    )
    elsewhere = fields.Nested(Elsewhere, required=True, allow_none=True)
    created_at = moment("When it was asked for.", required=True)
    finished_at = moment("When it ended.", required=True, allow_none=True)
    position_in_queue = fields.Integer(
        required=True, allow_none=True, metadata={"description": "How many searches go before it."}
    )


class RatingsQuery(Input):
    """What the viewer wants to see of the rest of the library."""

    ratings = ratings_field()


class NewArtistScan(Input):
    """Whose posts to read."""

    account = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_ACCOUNT),
        metadata={"description": "The address of an account, or network:name, as x:somebody."},
    )


class ScannedAccount(Schema):
    """An account at a network."""

    network = fields.String(required=True, validate=validate.OneOf(list(NETWORKS)))
    handle = fields.String(required=True)
    url = fields.String(required=True)
    external_id = fields.String(required=True, allow_none=True)


class ArtistScan(Schema):
    """The reading of an account's posts."""

    run = fields.Nested(Run, required=True)
    account = fields.Nested(ScannedAccount, required=True)
    search = fields.String(
        required=True, metadata={"description": "The id of the search (of the kind scan) that tells more."}
    )


class ArtworkSite(Schema):
    """A website whose pages of artworks can be read."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    example = fields.String(required=True)


class ArtistNetwork(Schema):
    """A network whose accounts are found."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    lists_posts = fields.Boolean(
        required=True, metadata={"description": "Whether posts can be read there; some want a key."}
    )


class ArtistFinder(Schema):
    """What the artist finder can do here, and how busy it is, as it was counted a moment ago."""

    posts = fields.Integer(required=True, metadata={"description": "Posts of all accounts that it knows."})
    accounts = fields.Integer(required=True, metadata={"description": "Accounts whose posts it knows."})
    searches = fields.Integer(required=True, metadata={"description": "Under way."})
    scans = fields.Integer(required=True, metadata={"description": "Under way."})
    pictures_waiting = fields.Integer(
        required=True, metadata={"description": "Pictures of accounts that are yet to be fetched."}
    )
    unfinished = fields.Integer(
        required=True, metadata={"description": "Searches of whoever asks that are under way."}
    )
    unfinished_most = fields.Integer(
        required=True, metadata={"description": "How many may be, of one client."}
    )
    unlimited = fields.Boolean(required=True, metadata={"description": "Whether that does not hold here."})
    longest_url = fields.Integer(required=True, metadata={"description": "Characters."})
    largest_picture = fields.Integer(required=True, metadata={"description": "Bytes."})
    update_days = fields.Integer(
        required=True, metadata={"description": "How often accounts are read anew by themselves."}
    )
    sites = fields.List(fields.Nested(ArtworkSite), required=True)
    networks = fields.List(fields.Nested(ArtistNetwork), required=True)
