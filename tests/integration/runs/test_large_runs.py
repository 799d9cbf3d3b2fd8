"""A run of a thousand photographers costs few statements, however many come at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from tests.integration.runs.world import World


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that are executed within the block."""
    executed: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        executed.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield executed
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_run_of_a_thousand_photographers_is_carried_out_in_bulk(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=200)
    run_id = world.refresh()
    found = {f"{number}@N00": number for number in range(2, 1_502)}
    subject, *others = world.jobs()
    response = world.response(subject, found=found)
    with statements(world.engine) as executed:
        world.service.record_puller_responses([response])
    assert len(executed) < 30
    world.carry_out(*others)
    world.store(response)
    rounds = 0
    while jobs := world.jobs():
        rounds += 1
        responses = [world.response(job) for job in jobs]
        with statements(world.engine) as executed:
            world.service.record_puller_responses(responses)
        assert len(executed) < 25
        receipts = world.store(*responses, report=False)
        with statements(world.engine) as executed:
            world.service.record_receipts(receipts)
        assert len(executed) < 25
    assert rounds == 5
    assert world.run(run_id).state == "done"
    with statements(world.engine) as executed:
        progress = world.report(run_id).progress
    assert len(executed) < 6
    assert (progress.total, progress.done) == (1_003, 1_003)
    assert progress.photographers_done == 1_000


def test_what_fails_at_once_is_written_in_one_statement(world: World) -> None:
    world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 302)})
    jobs = world.jobs()
    assert len(jobs) == 300
    responses = [
        world.response(job, outcome="gone" if number % 2 else "unavailable")
        for number, job in enumerate(jobs)
    ]
    with statements(world.engine) as executed:
        world.service.record_puller_responses(responses)
    assert len(executed) < 20
