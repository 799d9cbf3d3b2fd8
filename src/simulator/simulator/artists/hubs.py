"""Pages of links: Linktree (with a gate before some of them), Carrd, lit.link, potofu; and websites."""

import html
from typing import Any

from werkzeug import Response

from simulator.artists.markup import ROBOTS, lines_of_links, reached, state, texts, titled
from simulator.artists.people import Cast, Person
from simulator.hosts.calls import Call, Handler, json_answer, text_answer
from simulator.social.routes import routed
from simulator.social.words import page

WEBSITES = "studio.example"
_FIRST_OWNER, _FIRST_LINK = 30_000_000, 100
_KINDS = {"bluesky": "BLUESKY", "x": "X", "tumblr": "TUMBLR", "deviantart": "DEVIANTART", "pixiv": "PIXIV"}
_NAME = r"/@?([A-Za-z0-9_.-]+)"


def hosts(cast: Cast) -> dict[str, Handler]:
    """All hosts of this kind."""
    tree = Linktree(cast)
    return {
        "linktr.ee": routed(
            (
                (r"/robots\.txt", robots),
                (r"/api/profiles/validation/gates", tree.gates),
                (_NAME, tree.page),
            ),
            nothing,
        ),
        "lit.link": routed(
            (
                (r"/robots\.txt", robots),
                (rf"(?:/en|/ja)?{_NAME}", lambda call, name: _lit_link(call, cast, name)),
            ),
            nothing,
        ),
        "potofu.me": routed(
            ((r"/robots\.txt", robots), (_NAME, lambda call, name: _potofu(call, cast, name))), nothing
        ),
        "*.carrd.co": lambda call: _carrd(call, cast),
        f"*.{WEBSITES}": lambda call: _website(call, cast),
    }


def robots(_: Call) -> Response:
    """Rules of a host that has nothing against programs."""
    return text_answer(ROBOTS, content_type="text/plain")


def nothing(_: Call) -> Response:
    """A page that is not there."""
    return text_answer(page("404 Not found"), 404)


def owner_of(cast: Cast, name: str, kind: str) -> Person | None:
    """Whose page of this kind it is."""
    person = cast.called(name.lower())
    return person if person is not None and person.has(kind) and kind in person.lines else None


class Linktree:
    """linktr.ee: all in one piece of JSON; those behind a gate come to who says how old they are."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def page(self, call: Call, name: str) -> Response:
        """Somebody's page."""
        person = owner_of(self._cast, name, "linktree")
        if person is None:
            empty = {"props": {"pageProps": {"account": None, "statusCode": 404}}, "page": "/[profile]"}
            return text_answer(page("Page Not Found | Linktree", body=state(empty)), 404)
        account = {
            "id": _FIRST_OWNER + person.number,
            "username": person.handle,
            "pageTitle": f"@{person.handle}",
            "description": "\n".join(texts(self._cast.said(person, "linktree"))) or f"{person.name} draws",
            "isActive": True,
            "links": self._links(call, person, told=False),
            "socialLinks": [
                {
                    "type": _KINDS.get(one.of or "", "WEBSITE"),
                    "url": reached(call, one.url),
                    "position": place,
                }
                for place, one in enumerate(self._cast.said(person, "linktree"))
                if one.place == "icon"
            ],
        }
        told = {"props": {"pageProps": {"account": account, "username": person.handle}}, "page": "/[profile]"}
        return text_answer(page(f"{person.handle} | Linktree", body=state(told)))

    def gates(self, call: Call) -> Response:
        """What stands behind the gates that were accepted."""
        asked: Any = call.request.get_json(silent=True)
        asked = asked if isinstance(asked, dict) else {}
        owner = asked.get("accountId")
        accepted = (asked.get("validationInput") or {}).get("acceptedSensitiveContent")
        person = self._cast.person(owner - _FIRST_OWNER) if isinstance(owner, int) else None
        if call.method != "POST" or person is None or not isinstance(accepted, list):
            return json_answer({"error": "Bad Request"}, 400)
        links = [one for one in self._links(call, person, told=True) if one["id"] in accepted]
        return json_answer({"links": links})

    def _links(self, call: Call, person: Person, *, told: bool) -> list[dict[str, Any]]:
        found = []
        for place, one in enumerate(self._cast.said(person, "linktree")):
            if one.place not in {"button", "gated"}:
                continue
            gated = one.place == "gated"
            title = one.words.replace("{}", "").strip() or (one.of or "link").title()
            found.append(
                {
                    "id": _FIRST_LINK + place,
                    "type": "CLASSIC",
                    "title": title,
                    "position": place,
                    "url": None if gated and not told else reached(call, one.url),
                    "locked": gated,
                    "rules": {
                        "gate": {"activeOrder": ["sensitiveContent"], "sensitiveContent": {"domain": "18+"}}
                        if gated
                        else {"activeOrder": []}
                    },
                }
            )
        return found


def _lit_link(call: Call, cast: Cast, name: str) -> Response:
    person = owner_of(cast, name, "litlink")
    if person is None:
        return text_answer(page("Not Found", body=state({"props": {"pageProps": {"profile": None}}})), 404)
    said = cast.said(person, "litlink")
    profile = {
        "urlPath": person.handle,
        "name": person.name,
        "catchphrase": "",
        "profileText": "\n".join(texts(said)),
        "snsIconLinks": [
            {"type": one.of, "url": reached(call, one.url)} for one in said if one.place == "icon"
        ],
        "profileLinks": [
            {
                "profileLinkType": "button",
                "buttonLink": {"title": (one.of or "").title(), "url": reached(call, one.url)},
            }
            for one in said
            if one.place == "button"
        ],
    }
    told = {"props": {"pageProps": {"profile": profile}}}
    return text_answer(page(f"{person.name} | lit.link", body=state(told)))


def _potofu(call: Call, cast: Cast, name: str) -> Response:
    person = owner_of(cast, name, "potofu")
    if person is None:
        return nothing(call)
    said = cast.said(person, "potofu")
    buttons = "".join(f'<li class="link">{titled(call, one)}</li>' for one in said if one.place == "button")
    body = f'<ul class="links">{buttons}</ul><div class="profile">{lines_of_links(call, said)}</div>'
    return text_answer(page(f"{person.name} - POTOFU", body=body))


def _carrd(call: Call, cast: Cast) -> Response:
    if call.path == "/robots.txt":
        return robots(call)
    person = owner_of(cast, call.host.partition(".")[0], "carrd")
    if person is None or call.path != "/":
        return nothing(call)
    said = cast.said(person, "carrd")
    buttons = "".join(f"<li>{titled(call, one)}</li>" for one in said if one.place == "button")
    body = f'<ul class="buttons-component">{buttons}</ul><div id="text01">{lines_of_links(call, said)}</div>'
    return text_answer(page(person.name, body=body))


def _website(call: Call, cast: Cast) -> Response:
    if call.path == "/robots.txt":
        return robots(call)
    person = owner_of(cast, call.host.partition(".")[0], "website")
    if person is None or call.path != "/":
        return nothing(call)
    said = cast.said(person, "website")
    own = [one for one in said if one.place == "icon"]
    head = "".join(
        f'<link rel="me" href="{html.escape(call.reached(one.url))}">' for one in own if one.of == "mastodon"
    )
    others = "".join(
        f"<li>{titled(call, one, rel='me noopener')}</li>" for one in own if one.of != "mastodon"
    )
    return text_answer(
        page(person.name, head, f"<p>I draw.</p><ul>{others}</ul>{lines_of_links(call, said)}")
    )
