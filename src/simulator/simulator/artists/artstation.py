"""ArtStation: what its own pages ask for, `/projects/HASH.json` and `/users/NAME.json`, and its pictures."""

from typing import Any

from werkzeug import Response

from simulator.artists.hubs import robots
from simulator.artists.markup import linked, texts
from simulator.artists.people import Cast, Person
from simulator.gallery import Post, Where
from simulator.gallery.addresses import of_code
from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.social.pictures import of_name
from simulator.social.routes import routed
from simulator.social.words import iso, page

_CODE = r"([0-9A-Za-z]{7})"
_USER = r"([A-Za-z0-9_-]+)"
_MATURE = 2
_MOST = 50


def hosts(cast: Cast) -> dict[str, Handler]:
    """Its hosts."""
    site = ArtStation(cast)
    return {
        "www.artstation.com": site.handler(),
        "artstation.com": site.handler(),
        "*.artstation.com": site.handler(),
        "cdna.artstation.com": site.pictures(),
    }


class ArtStation:
    """The site."""

    def __init__(self, cast: Cast) -> None:
        self._cast, self._gallery, self._shelf = cast, cast.gallery, cast.gallery.shelf("artstation")

    def handler(self) -> Handler:
        """Everything but pictures."""
        return routed(
            (
                (r"/robots\.txt", robots),
                (rf"/projects/{_CODE}\.json", self.project),
                (rf"/users/{_USER}\.json", self.user),
                (rf"/users/{_USER}/projects\.json", self.projects),
                (rf"/(?:artwork|projects)/{_CODE}", self.page),
            ),
            lambda _: text_answer(page("ArtStation - 404"), 404),
        )

    def pictures(self) -> Handler:
        """cdna.artstation.com."""

        def shown(_: Call, name: str) -> Response:
            return of_name(self._gallery, name) or text_answer("", 404)

        return routed(
            ((r"/p/assets/images/images/.*/([0-9a-f]{32})\.[a-z]+", shown),), lambda _: text_answer("", 404)
        )

    def project(self, call: Call, code: str) -> Response:
        """/projects/HASH.json."""
        post = self._post(code)
        if post is None:
            return _nothing()
        told = self._summary(call, post) | {
            "description": linked(call, post.words) if post.is_planned else "<p>Made for fun</p>",
            "assets": self._assets(call, post),
            "user": self._person(Person(post.account)),
            "collaborators": [self._person(one) for one in self._together(post)],
            "software_items": [],
            "mediums": [{"name": "Digital 2D"}],
            "categories": [],
            "tags": [tag for tags in post.tags.values() for tag in tags],
        }
        return json_answer(told)

    def user(self, _: Call, name: str) -> Response:
        """/users/NAME.json; a former name still finds who had it."""
        person = self._cast.called(name.lower())
        if person is None or not _is_there(person):
            return _nothing()
        said = self._cast.said(person, "artstation")
        told = self._person(person) | {
            "headline": "Illustrator",
            "summary": "\n".join(texts(said)) or None,
            "social_profiles": [
                {"id": place + 1, "url": one.url, "social_network": one.of or "website", "position": place}
                for place, one in enumerate(said)
                if one.place == "field"
            ],
            "projects_count": self._shelf.count(Where(account=person.account.name)),
        }
        return json_answer(told)

    def projects(self, call: Call, name: str) -> Response:
        """/users/NAME/projects.json?page=N."""
        person = self._cast.called(name.lower())
        if person is None or not _is_there(person):
            return _nothing()
        where = Where(account=person.account.name)
        skip = (call.number("page", 1, least=1) - 1) * _MOST
        posts = self._shelf.posts(where, limit=_MOST, skip=skip)
        told = [self._summary(call, post) for post in posts]
        return json_answer({"data": told, "total_count": self._shelf.count(where)})

    def page(self, call: Call, code: str) -> Response:
        """The page of a project, which is made by programs."""
        del call
        post = self._post(code)
        return text_answer(page("404"), 404) if post is None else text_answer(page(post.title))

    def _summary(self, call: Call, post: Post) -> dict[str, Any]:
        return {
            "id": post.number,
            "hash_id": post.url.rpartition("/")[2],
            "title": post.title,
            "permalink": post.url,
            "published_at": iso(post.moment),
            "created_at": iso(post.moment),
            "adult_content": post.rating >= _MATURE,
            "admin_adult_content": False,
            "hide_as_adult": post.rating >= _MATURE,
            "views_count": 100,
            "likes_count": max(0, post.score),
            "cover": {"small_square_url": self._picture(call, post, 0, 250)},
        }

    def _assets(self, call: Call, post: Post) -> list[dict[str, Any]]:
        cover = self._gallery.files.shape(post.files[0], 400)
        told: list[dict[str, Any]] = [
            {
                "id": post.number * 10,
                "asset_type": "cover",
                "has_image": True,
                "image_url": self._picture(call, post, 0, 400),
                "width": cover.width,
                "height": cover.height,
                "position": 0,
            }
        ]
        for place, file in enumerate(post.files):
            shape = self._gallery.files.shape(file)
            told.append(
                {
                    "id": post.number * 10 + place + 1,
                    "asset_type": "image",
                    "has_image": True,
                    "title": None,
                    "image_url": self._picture(call, post, place, 0),
                    "width": shape.width,
                    "height": shape.height,
                    "position": place + 1,
                }
            )
        return told

    def _picture(self, call: Call, post: Post, place: int, box: int) -> str:
        file = post.files[place]
        shape, name = self._gallery.files.shape(file, box), self._gallery.files.name(file, box)
        folder = f"{post.number // 1_000_000:03}/{post.number // 1_000 % 1_000:03}/{post.number % 1_000:03}"
        size = "small_square" if box else "large"
        return call.reached(
            f"https://cdna.artstation.com/p/assets/images/images/{folder}/{size}/{name}.{shape.format}"
        )

    def _together(self, post: Post) -> list[Person]:
        """With whom a project was made: planned posts say so."""
        form = post.telling.form if post.telling is not None else ""
        names = form.removeprefix("with ").split(",") if form.startswith("with ") else []
        return [person for name in names if (person := self._cast.called(name)) is not None]

    @staticmethod
    def _person(person: Person) -> dict[str, Any]:
        return {
            "id": 600_000 + person.number,
            "username": person.handle,
            "full_name": person.name,
            "permalink": person.url("artstation"),
            "medium_avatar_url": "https://cdna.artstation.com/default.png",
        }

    def _post(self, code: str) -> Post | None:
        number = of_code(code)
        post = self._shelf.post(number) if number is not None else None
        return post if post is not None and not post.removed and _is_there(Person(post.account)) else None


def _is_there(person: Person) -> bool:
    return person.state in {"open", "hidden"}


def _nothing() -> Response:
    return json_answer({"error": "Not found", "message": "Sorry, we could not find what you asked for"}, 404)
