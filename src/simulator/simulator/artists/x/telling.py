"""Posts and people as the API of X has them (https://docs.x.com/x-api/fundamentals/data-dictionary)."""

import re
from typing import Any

from simulator.artists.markup import texts
from simulator.artists.people import Cast, Person
from simulator.gallery import Account, File, Gallery, Post
from simulator.gallery.addresses import of_snowflake, snowflake
from simulator.hosts.calls import Call
from simulator.social.identifiers import LETTERS, Names, to_text
from simulator.social.words import iso

MEDIA = Names(LETTERS, 15)
_FIRST_USER, _USERS = 1_700_000_000, 3_000_000_000
_MATURE, _MOST_PICTURES, _LONGEST_NAME = 2, 4, 15
_ADDRESS = re.compile(r"https?://\S+")


def number_of_user(account: Account) -> int:
    """The lasting number of an account."""
    return _FIRST_USER + account.number


def post_number(identifier: str) -> int:
    """The post that a number of X's stands for; its moment is for `is_of` to compare."""
    return of_snowflake(int(identifier))


def identifier(post: Post) -> str:
    """The number of a post."""
    return str(snowflake(post.number, post.moment))


def handle(account: Account) -> str:
    """A name as X has it."""
    return account.handle[:_LONGEST_NAME]


def media_name(file: File) -> str:
    """The name of a picture."""
    return MEDIA.of(file.key)


def is_repeat(post: Post) -> bool:
    """Whether somebody only shows somebody else's post again."""
    return post.telling is not None and post.telling.form == "repeat"


def files_of(post: Post) -> tuple[File, ...]:
    """The pictures of a post, four at most."""
    return post.files[:_MOST_PICTURES]


def post_data(post: Post) -> dict[str, Any]:
    """A post with all fields that can be asked for."""
    words, urls = _words(post)
    data: dict[str, Any] = {
        "id": identifier(post),
        "text": words,
        "author_id": str(number_of_user(post.account)),
        "created_at": iso(post.moment),
        "edit_history_tweet_ids": [identifier(post)],
        "possibly_sensitive": post.rating >= _MATURE,
        "public_metrics": {
            "retweet_count": post.number % 9,
            "reply_count": post.number % 4,
            "like_count": max(0, post.score),
            "quote_count": 0,
            "bookmark_count": 0,
            "impression_count": 900,
        },
        "lang": "en",
    }
    if is_repeat(post) and post.telling is not None and post.telling.of is not None:
        data["referenced_tweets"] = [{"type": "retweeted", "id": post.telling.of.rpartition("/")[2]}]
        data["text"] = f"RT @{post.telling.of.split('/')[3]}: {words}"
        return data
    mentions = [
        {"start": found.start(), "end": found.end(), "username": found[1], "id": "1"}
        for found in re.finditer(r"@([A-Za-z0-9_]{1,15})", words)
    ]
    entities = {"urls": urls, "mentions": mentions}
    data["entities"] = {name: value for name, value in entities.items() if value}
    data["attachments"] = {"media_keys": [f"3_{file.key}" for file in files_of(post)]}
    return data


def media_data(call: Call, gallery: Gallery, post: Post) -> list[dict[str, Any]]:
    """The pictures of a post."""
    told = []
    for file in files_of(post):
        shape = gallery.files.shape(file)
        told.append(
            {
                "media_key": f"3_{file.key}",
                "type": "photo",
                "url": call.reached(
                    f"https://pbs.twimg.com/media/{media_name(file)}.{_ending(shape.format)}"
                ),
                "width": shape.width,
                "height": shape.height,
            }
        )
    return told


def user_data(cast: Cast, account: Account) -> dict[str, Any]:
    """An account with all fields that can be asked for."""
    person = cast.person(account.number) if account.is_artist else None
    said = cast.said(person, "x") if person is not None else []
    words = "\n".join(["I draw.", *texts(said)]) if person is not None else "I show what I like."
    website = next((one.url for one in said if one.place == "field"), None)
    shown, urls = _shortened(words)
    entities: dict[str, Any] = {"description": {"urls": urls}} if urls else {}
    if website is not None:
        short = _short(website)
        link = {
            "start": 0,
            "end": len(short),
            "url": short,
            "expanded_url": website,
            "display_url": website[8:],
        }
        entities["url"] = {"urls": [link]}
    told: dict[str, Any] = {
        "id": str(number_of_user(account)),
        "name": person.name if person is not None else account.name,
        "username": handle(account),
        "created_at": "2015-03-01T10:00:00.000Z",
        "description": shown,
        "protected": person is not None and person.state == "hidden",
        "verified": False,
        "profile_image_url": "https://pbs.twimg.com/profile_images/default.png",
        "public_metrics": {"followers_count": 400, "following_count": 30, "listed_count": 2},
        "url": _short(website) if website is not None else "",
    }
    return told | ({"entities": entities} if entities else {})


def _words(post: Post) -> tuple[str, list[dict[str, Any]]]:
    tags = [tag for tags in post.tags.values() for tag in tags][:3]
    words = post.words if post.is_planned else " ".join([post.work.title, *(f"#{tag}" for tag in tags)])
    shown, urls = _shortened(words)
    if is_repeat(post):
        return shown, urls
    own = f"https://t.co/{to_text(post.number, LETTERS, 10)}"
    begin = len(shown) + 1
    page = f"https://x.com/{handle(post.account)}/status/{identifier(post)}/photo/1"
    urls.append(
        {
            "start": begin,
            "end": begin + len(own),
            "url": own,
            "expanded_url": page,
            "display_url": f"pic.x.com/{own[-10:]}",
            "media_key": f"3_{post.files[0].key}",
        }
    )
    return f"{shown} {own}", urls


def _shortened(words: str) -> tuple[str, list[dict[str, Any]]]:
    """Words with short addresses in place of long ones, and what each of them stands for."""
    urls: list[dict[str, Any]] = []
    shown, place = "", 0
    for found in _ADDRESS.finditer(words):
        shown += words[place : found.start()]
        short = _short(found[0])
        urls.append(
            {
                "start": len(shown),
                "end": len(shown) + len(short),
                "url": short,
                "expanded_url": found[0],
                "display_url": found[0].partition("://")[2][:30],
            }
        )
        shown, place = shown + short, found.end()
    return shown + words[place:], urls


def _short(url: str) -> str:
    return f"https://t.co/{to_text(sum(url.encode()) * 7_919 + len(url), LETTERS, 10)}"


def _ending(format_: str) -> str:
    return "png" if format_ == "png" else "jpg"


def embedded(person: Person | None, post: Post) -> dict[str, Any]:
    """What is told to embed a post (https://developer.x.com/en/docs/x-for-websites/oembed-api)."""
    name = handle(post.account)
    words, _ = _words(post)
    url = f"https://x.com/{name}/status/{identifier(post)}"
    shown = re.sub(r"(https://t\.co/\S+)", r'<a href="\1">\1</a>', words)
    title = person.name if person is not None else post.account.name
    return {
        "url": url,
        "author_name": title,
        "author_url": f"https://x.com/{name}",
        "html": f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{shown}</p>'
        f"&mdash; {title} (@{name}) "
        f'<a href="{url}?ref_src=twsrc%5Etfw">a day</a></blockquote>\n',
        "width": 550,
        "height": None,
        "type": "rich",
        "cache_age": "3153600000",
        "provider_name": "Twitter",
        "provider_url": "https://x.com",
        "version": "1.0",
    }
