"""Clean-ups over HTTP: runs as any other, whose parts image ingesters carry out."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from api_server.runs import service as runs_service
from fovea import cleaning, clock
from fovea.messages import CleanupJob, PullResponse
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.database.pictured import pictured


@pytest.fixture
def administrator(people: People) -> Browser:
    return people.administrator("1@N00")


def jobs(context: Context) -> list[CleanupJob]:
    """What is on the queue of the image ingesters."""
    received = context.queues.queue("images-background").receive(wait_seconds=0)
    context.queues.queue("images-background").delete(received)
    return [one.message for one in received if isinstance(one.message, CleanupJob)]


def answer(context: Context, job: CleanupJob, **what: object) -> None:
    """Tell that a part is done, or what became of it."""
    whole = {"batches": 0, **what}
    response = PullResponse(run_id=job.run_id, item_id=job.item_id, execution=1, attempt=job.attempt, **whole)  # type: ignore[arg-type]
    runs_service.of(context).record_puller_responses([response])


def test_a_cleanup_is_a_run_that_ends_when_its_parts_are_done(
    administrator: Browser, context: Context, visitor: FlaskClient
) -> None:
    pictured(context.engine, "one", "sky")
    begun = administrator.post("/api/cleanups", json={"kinds": ["counts", "blocked-tags"]})
    assert begun.status_code == 202
    run = begun.get_json()
    assert (run["kind"], run["state"], run["progress"]["total"]) == ("cleanup", "running", 2)
    sent = jobs(context)
    assert [job.part for job in sent] == ["blocked-tags/1-20000", "counts/1-2000"]
    for done, job in enumerate(sent, 1):
        answer(context, job)
        progress = visitor.get(f"/api/runs/{run['id']}").get_json()["progress"]
        assert (progress["done"], progress["waiting"]) == (done, 2 - done)
    ended = visitor.get(f"/api/runs/{run['id']}").get_json()
    assert ended["state"] == "done"
    assert visitor.get("/api/cleanups").get_json() == {"runs": [ended], "next_cursor": None}


def test_all_kinds_are_cleaned_up_when_none_is_named(administrator: Browser, context: Context) -> None:
    run = administrator.post("/api/cleanups", json={}).get_json()
    parts = [job.part for _ in range(2) for job in jobs(context)]
    assert {cleaning.named(part).kind for part in parts} == set(cleaning.KINDS)
    assert len(parts) == run["progress"]["total"]


def test_asking_twice_joins_the_one_that_has_just_begun(administrator: Browser, context: Context) -> None:
    first = administrator.post("/api/cleanups", json={"kinds": ["counts"]}).get_json()
    assert administrator.post("/api/cleanups", json={"kinds": ["counts"]}).get_json()["id"] == first["id"]
    other = administrator.post("/api/cleanups", json={"kinds": ["variants"]}).get_json()
    assert other["id"] != first["id"]
    for job in jobs(context):
        answer(context, job)
    assert administrator.post("/api/cleanups", json={"kinds": ["counts"]}).get_json()["id"] != first["id"]
    page = administrator.get("/api/cleanups?limit=2").get_json()
    assert len(page["runs"]) == 2
    rest = administrator.get(f"/api/cleanups?limit=2&cursor={page['next_cursor']}").get_json()
    assert [run["id"] for run in rest["runs"]] == [first["id"]]


def test_a_part_that_nobody_answered_is_sent_again_to_the_image_ingesters(
    administrator: Browser, context: Context
) -> None:
    administrator.post("/api/cleanups", json={"kinds": ["counts"]})
    (job,) = jobs(context)
    later = clock.now() + clock.DAY // 24
    swept = replace(runs_service.of(context), now=lambda: later).sweep(limit=10)
    assert swept.jobs == [CleanupJob(run_id=job.run_id, item_id=job.item_id, part=job.part, attempt=2)]


def test_a_part_that_fails_says_why(administrator: Browser, context: Context, visitor: FlaskClient) -> None:
    run = administrator.post("/api/cleanups", json={"kinds": ["counts"]}).get_json()
    (job,) = jobs(context)
    answer(context, job, outcome="refused", reason="It is no part of a clean-up.")
    ended = visitor.get(f"/api/runs/{run['id']}").get_json()
    assert ended["state"] == "failed"
    assert ended["failures"] == [
        {
            "subject": "fovea/cleanup/counts/1-2000",
            "name": None,
            "code": "source_refused",
            "reason": "It is no part of a clean-up.",
        }
    ]


def test_other_kinds_are_refused(administrator: Browser) -> None:
    for kinds in ([], ["nonsense"], "counts", [1]):
        assert_problem(administrator.post("/api/cleanups", json={"kinds": kinds}), 422, "invalid_input")


def test_only_those_who_may_administrate_clean_up(people: People) -> None:
    body = {"kinds": ["counts"]}
    assert_problem(people.logged_in("2@N00").post("/api/cleanups", json=body), 403, "not_an_administrator")
    assert_problem(people.program("library:write").post("/api/cleanups", json=body), 403, "scope_missing")
    assert people.program("admin").post("/api/cleanups", json=body).status_code == 202
