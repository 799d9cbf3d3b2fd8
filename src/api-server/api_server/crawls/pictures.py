"""The pictures of a crawl, and what people say of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from api_server.crawls import service
from api_server.library_cards import of_card
from api_server.sessions import viewer
from fovea import clock
from fovea.database import (
    crawl_images,
    crawl_results,
    image_cards,
    image_labels,
    post_details,
    versions,
)
from fovea.database.crawl_counts import NONTEXT, TEXT, UNCLASSIFIED, UNSURE_CLASS
from fovea.database.crawl_results import Rank, Shown
from fovea.database.engine import in_transaction, read
from fovea.errors import NotFound

_NO_SUCH_PICTURE = "There is no such picture in this crawl."


def page(
    context: Context, crawl_id: int, *, class_name: str | None, cursor: Rank | None, limit: int
) -> dict[str, Any]:
    """The shape CrawlImages. Raises NotFound."""
    with read(context.engine) as connection:
        service.require(connection, crawl_id)
        found = crawl_results.page(connection, crawl_id, class_name=class_name, after=cursor, limit=limit)
        told = _shapes(connection, found)
    following = "-".join(map(str, found[-1].rank)) if len(found) == limit else None
    return {"images": told, "next_cursor": following}


def duplicates(context: Context, crawl_id: int, image_id: int) -> dict[str, Any]:
    """The shape CrawlDuplicates. Raises NotFound."""
    with read(context.engine) as connection:
        service.require(connection, crawl_id)
        result = crawl_results.of_image(connection, crawl_id, image_id)
        if result is None:
            raise NotFound(_NO_SUCH_PICTURE)
        found = crawl_results.duplicates_of(connection, [result]).get(result, [])
        image_ids = list(dict.fromkeys(one.image_id for one in found))
        cards = {card.image.id: of_card(card) for card in image_cards.of(connection, image_ids)}
    told = [
        {
            "image": cards[one.image_id],
            "alike_by": one.duplicate_by,
            "engine": one.engine,
            "keyword": one.keyword,
            "title": one.title,
            "page_url": one.page_url,
            "original_url": one.url,
        }
        for one in found
        if one.image_id in cards
    ]
    return {"duplicates": told}


def label(context: Context, crawl_id: int, image_ids: Collection[int], said: str | None) -> None:
    """Remember what whoever asks sees in pictures of the crawl. Raises NotFound if one is none of its."""
    owner = viewer()

    def write(connection: Connection) -> None:
        service.require(connection, crawl_id)
        if crawl_images.shown(connection, crawl_id, image_ids) != set(image_ids):
            raise NotFound(_NO_SUCH_PICTURE)
        image_labels.put(
            connection,
            image_ids,
            user_id=None if owner is None else owner.id,
            shows_text=None if said is None else said == TEXT,
            version=versions.next_version(connection),
            now=clock.now(),
        )

    in_transaction(context.engine, write, idempotent=True)


def class_of(text: bool | None, *, unsure: bool = False) -> str:
    """The class of an image by whether it shows writing; of one of which nothing could be told, `unsure`."""
    if text is None:
        return UNSURE_CLASS if unsure else UNCLASSIFIED
    return TEXT if text else NONTEXT


def _shapes(connection: Connection, found: Sequence[Shown]) -> list[dict[str, Any]]:
    image_ids = list(dict.fromkeys(one.image_id for one in found))
    cards = {card.image.id: card for card in image_cards.of(connection, image_ids)}
    labels = image_labels.of(connection, image_ids)
    details = post_details.get_many(connection, {one.post_id for one in found})
    duplicates = crawl_results.duplicate_counts(connection, [one.id for one in found])
    told = []
    for one in found:
        card = cards.get(one.image_id)
        if card is None:
            continue
        detail = details.get(one.post_id)
        said = labels.get(one.image_id)
        told.append(
            {
                "image": of_card(card),
                "class": class_of(card.image.text, unsure=one.unsure),
                "sure": card.image.text is not None and not one.unsure,
                "label": None if said is None else class_of(said),
                "score": card.image.text_score,
                "engine": one.engine,
                "keyword": one.keyword,
                "title": one.title,
                "page_url": one.page_url,
                "original_url": one.url,
                "file_url": f"/api/library/images/{one.image_id}/file" if card.image.kept else None,
                "licence": detail.licence if detail else None,
                "licence_url": detail.licence_url if detail else None,
                "creator": detail.creator if detail else None,
                "duplicates": duplicates[one.id],
            }
        )
    return told
