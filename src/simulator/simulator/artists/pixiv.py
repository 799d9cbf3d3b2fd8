"""Pixiv: the answers that its own pages are made of (`/ajax/...`), and the hosts of its pictures, which want
to be told where one comes from.

Works for adults are told without their pictures to who is not logged in (`PHPSESSID`).
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from werkzeug import Response

from simulator.artists.hubs import robots
from simulator.artists.markup import linked, texts
from simulator.artists.people import Cast, Person
from simulator.gallery import File, Post, Where
from simulator.hosts.calls import Call, Handler, json_answer, picture_answer, text_answer
from simulator.settings import SimulatorSettings
from simulator.social.pictures import as_picture, no_picture
from simulator.social.routes import moved, routed
from simulator.social.words import page

_TOKYO = timezone(timedelta(hours=9))
_NUMBER = r"([1-9][0-9]{0,11})"
_MATURE = 2
_MOST_WORKS = 48
_LIMITED = "https://s.pximg.net/common/images/limit_r18_360.png"
# (size, folders before the date, ending of the name, side)
_RENDITIONS = (
    ("mini", "c/48x48/img-master", "_square1200", 50),
    ("thumb", "c/250x250_80_a2/img-master", "_square1200", 250),
    ("small", "c/540x540_70/img-master", "_master1200", 500),
    ("regular", "img-master", "_master1200", 0),
)
_JUMP = "https://www.pixiv.net/jump.php?{}"
_NOBODY = "抱歉，您当前所寻找的个用户已经离开了pixiv, 或者这ID不存在。"
_NO_WORK = "該当作品は削除されたか、存在しない作品IDです。"


def hosts(cast: Cast, settings: SimulatorSettings) -> dict[str, Handler]:
    """Its hosts."""
    pixiv = Pixiv(cast, settings.source_keys.get("PIXIV_SESSION", ""))
    pictures = pixiv.pictures()
    return {
        "www.pixiv.net": pixiv.handler(),
        "pixiv.net": pixiv.handler(),
        "pixiv.me": pixiv.short(),
        "i.pximg.net": pictures,
        "s.pximg.net": lambda _: picture_answer(no_picture(), "image/png", "limited"),
    }


class Pixiv:
    """The site."""

    def __init__(self, cast: Cast, session: str) -> None:
        self._cast, self._session = cast, session
        self._gallery, self._shelf = cast.gallery, cast.gallery.shelf("pixiv")

    def handler(self) -> Handler:
        """www.pixiv.net."""
        return routed(
            (
                (r"/robots\.txt", robots),
                (rf"/ajax/illust/{_NUMBER}", self.work),
                (rf"/ajax/illust/{_NUMBER}/pages", self.pages),
                (rf"/ajax/user/{_NUMBER}", self.user),
                (rf"/ajax/user/{_NUMBER}/profile/all", self.works_of),
                (rf"/ajax/user/{_NUMBER}/profile/illusts", self.several),
                (rf"(?:/en)?/artworks/{_NUMBER}", self.page),
            ),
            lambda _: text_answer(page("pixiv: 404"), 404),
        )

    def short(self) -> Handler:
        """pixiv.me/NAME: leads to people."""

        def onward(_: Call, name: str) -> Response:
            person = self._cast.called(name.lower())
            return text_answer("", 404) if person is None else moved(person.url("pixiv"))

        return routed(
            ((r"/robots\.txt", robots), (r"/([A-Za-z0-9_-]+)", onward)), lambda _: text_answer("", 404)
        )

    def pictures(self) -> Handler:
        """i.pximg.net: 403 to who does not come from Pixiv."""

        def shown(call: Call, folder: str, number: str, place: str | None, kind: str | None) -> Response:
            if not re.match(r"https://(?:www\.)?pixiv\.net/", call.headers.get("Referer", "")):
                return text_answer("403 Forbidden", 403)
            post = self._shelf.post(int(number))
            files = post.files if post is not None and not post.gone else ()
            place_ = int(place or 0)
            if place_ >= len(files):
                return text_answer("404 Not Found", 404)
            box = 0
            for _, folders, ending, side in _RENDITIONS:
                if folder.startswith(folders) and ending == (kind or ""):
                    box = side
            return as_picture(self._gallery, files[place_], box)

        return routed(
            (
                (
                    rf"/(.*img-(?:original|master))/img/[0-9/]+/{_NUMBER}_p([0-9]+)(_[a-z]+1200)?\.[a-z]+",
                    shown,
                ),
            ),
            lambda _: text_answer("404 Not Found", 404),
        )

    def work(self, call: Call, number: str) -> Response:
        """/ajax/illust/ID."""
        post = self._post(number)
        if post is None:
            return _failure(404, _NO_WORK)
        person, shape = Person(post.account), self._gallery.files.shape(post.files[0])
        known = self._shows(call, post)
        body = self._told(call, post) | {
            "illustId": number,
            "illustTitle": post.title,
            "illustComment": "",
            "uploadDate": _moment(post.moment),
            "urls": self._urls(call, post, 0, known=known),
            "width": shape.width,
            "height": shape.height,
            "userAccount": person.handle,
            "description": linked(call, post.words, wrap=_JUMP) if post.is_planned else "",
            "likeCount": max(0, post.score),
            "bookmarkCount": max(0, post.score * 2),
            "viewCount": 400,
            "isOriginal": True,
            "tags": {
                "authorId": str(person.number_at_pixiv),
                "isLocked": False,
                "tags": [{"tag": tag, "locked": False, "deletable": True} for tag in _tags(post)],
                "writable": False,
            },
        }
        return _told(body)

    def pages(self, call: Call, number: str) -> Response:
        """/ajax/illust/ID/pages."""
        post = self._post(number)
        if post is None or not self._shows(call, post):
            return _failure(404, _NO_WORK)
        shapes = [self._gallery.files.shape(file) for file in post.files]
        return _told(
            [
                {
                    "urls": self._urls(call, post, place, known=True, first="thumb_mini"),
                    "width": shape.width,
                    "height": shape.height,
                }
                for place, shape in enumerate(shapes)
            ]
        )

    def user(self, call: Call, number: str) -> Response:
        """/ajax/user/ID?full=1."""
        person = self._person(number)
        if person is None:
            return _failure(404, _NOBODY)
        said = self._cast.said(person, "pixiv")
        fields = {one.of: one.url for one in said if one.place in {"field", "icon"}}
        social = {"twitter": {"url": fields.pop("x")}} if "x" in fields else {}
        body: dict[str, Any] = {
            "userId": number,
            "name": person.name,
            "image": "https://s.pximg.net/common/images/no_profile.png",
            "imageBig": "https://s.pximg.net/common/images/no_profile.png",
            "premium": False,
            "isFollowed": False,
            "partial": 0,
        }
        if call.query.get("full") == "1":
            body |= {
                "partial": 1,
                "comment": "\n".join(["Hello!", *texts(said)]),
                "commentHtml": linked(call, "\n".join(["Hello!", *texts(said)]), wrap=_JUMP),
                "webpage": next(iter(fields.values()), None),
                "social": social or [],
                "official": False,
            }
        return _told(body)

    def works_of(self, call: Call, number: str) -> Response:
        """/ajax/user/ID/profile/all: the numbers of all that somebody shows; an empty list where there are
        none.
        """
        del call
        person = self._person(number)
        if person is None:
            return _failure(404, _NOBODY)
        every = self._shelf.numbers(Where(account=self._name(person)))
        manga = [one for one in every if _is_manga(one)]
        illusts = [one for one in every if not _is_manga(one)]
        return _told(
            {
                "illusts": {str(one): None for one in illusts} or [],
                "manga": {str(one): None for one in manga} or [],
                "novels": [],
                "mangaSeries": [],
                "novelSeries": [],
                "pickup": [],
                "bookmarkCount": {"public": {"illust": 0, "novel": 0}, "private": {"illust": 0, "novel": 0}},
            }
        )

    def several(self, call: Call, number: str) -> Response:
        """/ajax/user/ID/profile/illusts?ids[]=...: 48 at most."""
        person = self._person(number)
        asked = call.request.args.getlist("ids[]")
        if person is None:
            return _failure(404, _NOBODY)
        if not asked or len(asked) > 100 or not all(one.isdecimal() for one in asked):
            return _failure(400, "不正なリクエストです。")
        works: dict[str, Any] = {}
        for one in asked[:_MOST_WORKS]:
            post = self._post(one)
            there = post is not None and Person(post.account).number == person.number
            works[one] = self._listed(call, post) if post is not None and there else None
        return _told({"works": works, "zoneConfig": {}, "extraData": {}})

    def page(self, call: Call, number: str) -> Response:
        """The page of a work, which is made by programs."""
        del call
        post = self._post(number)
        return text_answer(page("pixiv"), 404) if post is None else text_answer(page(f"{post.title} - pixiv"))

    def _listed(self, call: Call, post: Post) -> dict[str, Any]:
        """A work as listings tell of it."""
        shape, known = self._gallery.files.shape(post.files[0]), self._shows(call, post)
        thumb = self._urls(call, post, 0, known=True)["thumb"]
        return self._told(call, post) | {
            "url": thumb if known else call.reached(_LIMITED),
            "description": "",
            "tags": _tags(post),
            "width": shape.width,
            "height": shape.height,
            "isBookmarkable": True,
            "isUnlisted": False,
            "isMasked": not known,
            "profileImageUrl": "https://s.pximg.net/common/images/no_profile_s.png",
        }

    def _told(self, call: Call, post: Post) -> dict[str, Any]:
        """What is the same in all answers about a work."""
        del call
        person = Person(post.account)
        return {
            "id": str(post.number),
            "title": post.title,
            "illustType": 1 if _is_manga(post.number) else 0,
            "xRestrict": 1 if post.rating >= _MATURE else 0,
            "restrict": 0,
            "sl": 6 if post.rating >= _MATURE else 2,
            "userId": str(person.number_at_pixiv),
            "userName": person.name,
            "pageCount": len(post.files),
            "alt": f"#{post.title}",
            "createDate": _moment(post.moment),
            "updateDate": _moment(post.moment),
        }

    def _urls(
        self, call: Call, post: Post, place: int, *, known: bool, first: str = "mini"
    ) -> dict[str, str | None]:
        """The renditions of a page, from the smallest to the original."""
        names = [first if name == "mini" else name for name, *_ in _RENDITIONS]
        if not known:
            return dict.fromkeys([*names, "original"])
        date = f"{datetime.fromtimestamp(post.moment, _TOKYO):%Y/%m/%d/%H/%M/%S}"
        begin = f"{post.number}_p{place}"
        urls: dict[str, str | None] = {
            name: call.reached(f"https://i.pximg.net/{folders}/img/{date}/{begin}{ending}.jpg")
            for name, (_, folders, ending, _) in zip(names, _RENDITIONS, strict=True)
        }
        format_ = self._format(post.files[place])
        return urls | {
            "original": call.reached(f"https://i.pximg.net/img-original/img/{date}/{begin}.{format_}")
        }

    def _format(self, file: File) -> str:
        return self._gallery.files.shape(file).format

    def _shows(self, call: Call, post: Post) -> bool:
        """Whether the pictures are for who asks."""
        return post.rating < _MATURE or f"PHPSESSID={self._session}" in call.headers.get("Cookie", "")

    def _post(self, number: str) -> Post | None:
        post = self._shelf.post(int(number))
        there = post is not None and not post.removed and self._is_there(Person(post.account))
        return post if there else None

    def _person(self, number: str) -> Person | None:
        person = self._cast.of_pixiv(int(number))
        return person if person is not None and self._is_there(person) else None

    def _name(self, person: Person) -> str:
        account = self._shelf.account_of_number(person.number)
        return account.name if account is not None else person.account.name

    @staticmethod
    def _is_there(person: Person) -> bool:
        return person.is_of_many_posts or person.state in {"open", "hidden"}


def _tags(post: Post) -> list[str]:
    return [tag for name, tags in post.tags.items() if name != "artist" for tag in tags]


def _is_manga(number: int) -> bool:
    return number % 10 == 3


def _moment(seconds: int) -> str:
    """In Japan, where Pixiv is; `createDate` has its zone."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(_TOKYO):%Y-%m-%dT%H:%M:%S}+09:00"


def _told(body: Any) -> Response:
    return json_answer({"error": False, "message": "", "body": body})


def _failure(status: int, words: str) -> Response:
    return json_answer({"error": True, "message": words, "body": []}, status)
