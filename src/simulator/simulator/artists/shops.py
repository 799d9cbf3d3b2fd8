"""Where artists are paid: Patreon and Ko-fi."""

import html
from typing import Any

from werkzeug import Response

from simulator.artists.hubs import nothing, owner_of, robots
from simulator.artists.markup import lines_of_links, reached, state, texts, titled
from simulator.artists.people import Cast
from simulator.hosts.calls import Call, Handler, text_answer
from simulator.social.routes import routed
from simulator.social.words import meta, page

_FIRST_CREATOR, _FIRST_CAMPAIGN = 40_000_000, 7_000_000
_NAME = r"/([A-Za-z0-9_]+)"


def hosts(cast: Cast) -> dict[str, Handler]:
    """Both."""
    patreon = routed(
        (
            (r"/robots\.txt", robots),
            (rf"(?:/c|/cw)?{_NAME}(?:/(?:about|posts))?", lambda call, name: _patreon(call, cast, name)),
        ),
        nothing,
    )
    kofi = routed(((r"/robots\.txt", robots), (_NAME, lambda call, name: _kofi(call, cast, name))), nothing)
    return {"www.patreon.com": patreon, "patreon.com": patreon, "ko-fi.com": kofi, "www.ko-fi.com": kofi}


def _patreon(call: Call, cast: Cast, name: str) -> Response:
    person = owner_of(cast, name, "patreon")
    if person is None:
        return nothing(call)
    said = cast.said(person, "patreon")
    creator, campaign = str(_FIRST_CREATOR + person.number), str(_FIRST_CAMPAIGN + person.number)
    resources: list[dict[str, Any]] = [
        {
            "type": "campaign",
            "id": campaign,
            "attributes": {
                "name": person.name,
                "vanity": person.handle,
                "summary": "".join(f"<p>{html.escape(one)}</p>" for one in texts(said)),
                "url": f"https://www.patreon.com/{person.handle}",
            },
            "relationships": {"creator": {"data": {"type": "user", "id": creator}}},
        },
        {
            "type": "user",
            "id": creator,
            "attributes": {"full_name": person.name, "vanity": person.handle, "about": None},
        },
        *(
            {
                "type": "social-connection",
                "id": f"{creator}{place}",
                "attributes": {
                    "app_name": one.of,
                    "external_profile_url": reached(call, one.url),
                    "is_public": True,
                },
                "relationships": {"user": {"data": {"type": "user", "id": creator}}},
            }
            for place, one in enumerate(said)
            if one.place == "field"
        ),
    ]
    told = {"props": {"pageProps": {"bootstrapEnvelope": {"pageBootstrap": resources}}}}
    return text_answer(page(f"{person.name} | Patreon", body=state(told)))


def _kofi(call: Call, cast: Cast, name: str) -> Response:
    person = owner_of(cast, name, "kofi")
    if person is None:
        return nothing(call)
    said = cast.said(person, "kofi")
    icons = "".join(
        f'<div class="social-link">{titled(call, one)}</div>' for one in said if one.place == "icon"
    )
    about = f'<div class="kfds-c-para-control">{lines_of_links(call, said)}</div>'
    supporters = '<div class="feed"><p>Somebody: see https://x.com/asupporter and buy!</p></div>'
    head = meta("og:title", f"Support {person.name} on Ko-fi")
    return text_answer(page(person.name, head, icons + about + supporters))
