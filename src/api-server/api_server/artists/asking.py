"""What somebody asks the artist finder for: a page, a picture, an account."""

from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import ValidationError

from api_server.area import BodyParser
from api_server.artists.schemas import NewArtistSearch, NewArtistSearchFields
from api_server.image_search.given import FORM, form_of, loaded, uploaded
from api_server.image_search.problems import PictureTooLarge
from api_server.links.schemas import is_web_address
from fovea.database.links import LONGEST_URL
from fovea.errors import InvalidInput

TOO_BIG = "query_image_too_big"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An artwork's page (`url`); or a picture (`picture`, `image_url`), perhaps among an account's posts; or
    an account.
    """

    url: str | None = None
    account: str | None = None
    image_url: str | None = None
    picture: bytes | None = None
    again: bool = False


def asked() -> Asked:
    """What the present request asks for. Raises InvalidInput (also url_too_long, not_an_url), NotAPicture,
    PictureTooLarge (query_image_too_big).
    """
    if request.mimetype == FORM:
        return _of_form()
    told = BodyParser().parse(NewArtistSearch(), request)
    if (told["url"] is None) == (told["account"] is None and told["image_url"] is None):
        raise InvalidInput(
            "Send the address of an artwork's page as `url`; or a picture (`image_url`, or the field `file` "
            "of a form), or an `account`, or both.",
            errors={"url": ["Send this, or one of the others."]},
        )
    for name in ("url", "image_url"):
        told[name] = None if told[name] is None else address(told[name], field=name)
    return Asked(**told)


def address(text: str, *, field: str = "url") -> str:
    """An address of the web, without white space around it. Raises InvalidInput (url_too_long,
    not_an_url).
    """
    wanted = text.strip()
    if len(wanted) > LONGEST_URL:
        told = f"An address has at most {LONGEST_URL:,} characters."
        raise InvalidInput(told, code="url_too_long", errors={field: [told]})
    try:
        is_web_address(wanted)
    except ValidationError as error:
        told = "Send an address that begins with http:// or https://."
        raise InvalidInput(told, code="not_an_url", errors={field: [told]}) from error
    return wanted


def _of_form() -> Asked:
    try:
        form: dict[str, Any] = {name: value for name, value in form_of(request).items() if value != ""}
        told = loaded(NewArtistSearchFields(), form)
        return Asked(picture=uploaded("file"), **told)
    except PictureTooLarge as error:
        raise PictureTooLarge(error.detail, code=TOO_BIG) from error
