"""The whole way of a link: found due by the API server, resolved by a puller whose hosts answer from a
script, and led on by what it answers.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from flask.testing import FlaskClient

from api_server.app import create_internal_app
from api_server.context import Context
from fovea import clock
from fovea.database import accounts, link_answers, links, posts
from fovea.database.engine import read, write
from fovea.database.links import Link
from fovea.internal_api import LinksToResolve
from fovea.messages import AnyMessage, ImageJob, LinkRecord, PostRecord, PullJob, PullResponse
from puller.jobs import Jobs
from puller.links import kinds
from tests.unit.puller.links.test_resolving import World

TOKEN = {"Authorization": f"Bearer {'s' * 32}"}


class Links:
    """Links of posts, on the way that they take. `answers` are those of the hosts, by the beginnings of
    addresses.
    """

    def __init__(self, context: Context, answers: dict[str, Any]) -> None:
        self.context = context
        self.client: FlaskClient = create_internal_app(context).test_client()
        self.world = World(answers)
        self.answered: list[AnyMessage] = []
        self._jobs = Jobs(
            {"links": self.world.source}, send_batches=_refuse, send_responses=self.answered.extend
        )

    def add(self, *urls: str) -> list[int]:
        """A post for each of these, with a link of the kind that a source would tell; the links' numbers."""
        with write(self.context.engine) as connection:
            owners = accounts.ensure(connection, "reddit", ["somebody"])
            told = [posts.told(PostRecord(external_id=f"p{n}", owner="somebody")) for n in range(len(urls))]
            numbers = posts.upsert_many(connection, "reddit", told, owners=owners)
            new = [
                link_answers.from_record(
                    LinkRecord(url=url, kind=kinds.classify(url)), post_id=numbers[f"p{n}"]
                )
                for n, url in enumerate(urls)
            ]
            assert None not in new
            return links.add(connection, [one for one in new if one is not None], now=clock.now()).ids

    def due(self, *, limit: int = 1_000) -> list[PullJob]:
        """The jobs of links that are due, which count as sent."""
        answer = self.client.post("/internal/links/resolve", json={"limit": limit}, headers=TOKEN)
        assert answer.status_code == 200
        return msgspec.json.decode(answer.data, type=LinksToResolve).jobs

    def carry_out(self, jobs: Sequence[PullJob]) -> list[PullResponse]:
        """What a puller answers to jobs."""
        self.answered.clear()
        for job in jobs:
            self._jobs.carry_out(job)
        return [one for one in self.answered if isinstance(one, PullResponse)]

    def report(self, responses: Sequence[PullResponse]) -> None:
        """Tells the API server what a puller answered."""
        body = msgspec.json.encode({"responses": responses})
        answer = self.client.post("/internal/puller-responses", data=body, headers=TOKEN)
        assert answer.get_json() == {"accepted": len(responses)}

    def follow(self) -> int:
        """Has all links followed that are due, and those that they lead to; how many rounds that took."""
        rounds = 0
        while jobs := self.due():
            self.report(self.carry_out(jobs))
            rounds += 1
        return rounds

    def of(self, link_id: int) -> Link:
        """A link as it stands."""
        with read(self.context.engine) as connection:
            found = links.get(connection, link_id)
        assert found is not None
        return found

    def became(self, link_id: int) -> list[str] | str:
        """The addresses of the pictures that a link has led to, or the code of why to none."""
        link = self.of(link_id)
        with read(self.context.engine) as connection:
            several = links.of_posts(connection, [link.post_id])[link.post_id]
        pictures = [one.url for one in several if one.kind == links.IMAGE]
        return pictures or str(link.code)

    def sent(self) -> list[int]:
        """The links that wait for image ingesters; they are taken out."""
        found: list[int] = []
        for name in ("images", "images-background"):
            queue = self.context.queues.queue(name)
            while received := queue.receive(wait_seconds=0):
                found += [
                    n for one in received if isinstance(one.message, ImageJob) for n in one.message.links
                ]
                queue.delete(received)
        return sorted(found)


def _refuse(_: object) -> None:
    raise AssertionError("links bring no batches")
