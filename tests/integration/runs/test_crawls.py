"""Crawls: what engines list is fetched, counted and folded, whatever comes twice, late or not at all."""

import pytest
from sqlalchemy import Connection, Engine, func, select

from api_server.crawls import ending
from fovea import clock, metrics
from fovea.database import (
    crawl_counts,
    crawl_listings,
    crawl_removal,
    crawl_results,
    crawls,
    images,
    link_dispatch,
    links,
    listing_removal,
    listing_runs,
    run_items,
    runs,
)
from fovea.database.crawl_tables import crawl_images
from fovea.database.crawl_tables import crawl_listings as crawl_listings_table
from fovea.database.engine import in_transaction, read
from fovea.database.library_tables import images as images_table
from fovea.database.library_tables import links as links_table
from fovea.database.tables import receipts
from fovea.database.tables import run_items as run_items_table
from fovea.database.tables import runs as runs_table
from fovea.errors import SourceRefused, SourceUnavailable
from tests.integration.runs.crawl_world import CrawlWorld, Medium


@pytest.fixture
def world(engine: Engine) -> CrawlWorld:
    return CrawlWorld(engine)


def addresses(site: str, count: int) -> list[str]:
    return [f"https://{site}.example/{number}.png" for number in range(count)]


def filled(world: CrawlWorld) -> None:
    """Three engines with 60 results each: 18 dead, 9 no pictures, 17 the same bytes, 10 the same looks."""
    every = []
    for engine in ("openverse", "commons", "brave"):
        world.results(engine, addresses(engine, 60))
        every += world.engines[engine].addresses
    for url in every[3::10]:
        world.media[url] = Medium(code="http_404")
    for url in every[4::20]:
        world.media[url] = Medium(code="content_type")
    left = [url for url in every if world.media[url].code is None]
    for url in left[100:117]:
        world.media[url] = world.media[left[0]]
    for number, url in enumerate(left[120:130]):
        original = world.media[left[20 + number]]
        world.media[url] = Medium(content=url, phash=original.phash ^ 0b10101)


def test_what_became_of_each_result_is_counted(world: CrawlWorld) -> None:
    filled(world)
    number = world.begin("openverse", "commons", "brave")
    assert world.until_ended(number).state == crawls.DONE
    told = world.progress(number)
    assert (told.listed, told.pending, told.dead, told.not_pictures) == (180, 0, 18, 9)
    assert (told.pictures, told.duplicates_bytes, told.duplicates_looks, told.different) == (153, 17, 10, 126)
    assert sorted(world.fetched) == sorted(set(world.fetched))


def test_messages_that_come_twice_change_nothing(world: CrawlWorld) -> None:
    filled(world)
    number = world.begin("openverse", "commons", "brave")
    world.until_ended(number, times=2)
    told = world.progress(number)
    assert (told.listed, told.dead, told.not_pictures, told.different) == (180, 18, 9, 126)


def test_no_more_is_fetched_than_was_asked_for(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 60))
    number = world.begin("openverse", most_each=25)
    world.until_ended(number)
    assert world.progress(number).listed == 25
    assert sorted(world.fetched) == sorted(addresses("openverse", 25))


def test_all_engines_together_bring_no_more_than_was_asked_for(world: CrawlWorld) -> None:
    for engine in ("openverse", "commons"):
        world.results(engine, addresses(engine, 60))
    number = world.begin("openverse", "commons", most=70)
    world.until_ended(number)
    assert world.progress(number).listed == len(world.fetched) == 70


def test_what_one_crawl_did_not_want_another_fetches(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 40))
    world.until_ended(world.begin("openverse", most_each=5))
    second = world.begin("openverse", most_each=40)
    world.until_ended(second)
    told = world.progress(second)
    assert (told.listed, told.different) == (40, 40)


def test_a_crawl_that_is_done_again_finds_what_is_known_already(world: CrawlWorld) -> None:
    filled(world)
    first = world.begin("openverse", "commons")
    world.until_ended(first)
    second = world.begin("openverse", "commons")
    world.until_ended(second)
    assert world.progress(second) == world.progress(first)


def test_a_paused_crawl_asks_and_fetches_nothing(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 240))
    number = world.begin("openverse")
    world.go_on(number)
    first = world.jobs()
    pause(world, number)
    world.pull(*first)
    world.go_on(number)
    assert world.jobs() == []
    assert world.fetch() == 0
    assert world.service.sweep(limit=100).jobs == []
    assert world.progress(number).listed == 200
    in_transaction(world.engine, lambda connection: crawls.change(connection, number, state=crawls.ACTIVE))
    run_id = world.searches(number)[0].run_id
    assert run_id is not None
    world.service.within(run_id)
    assert world.until_ended(number).state == crawls.DONE
    assert world.progress(number).different == 240


def test_only_so_many_pictures_are_on_their_way_at_once(engine: Engine) -> None:
    world = CrawlWorld(engine, crawl_links_at_once=30)
    world.results("openverse", addresses("openverse", 100))
    number = world.begin("openverse")
    world.go_on(number)
    world.pull(*world.jobs())
    world.go_on(number)
    world.go_on(number)
    assert world.fetch() == 30


def test_a_host_that_does_not_answer_keeps_neither_the_others_nor_the_crawl(engine: Engine) -> None:
    world = CrawlWorld(engine, crawl_links_at_once=30)
    world.results("openverse", addresses("openverse", 100))
    number = world.begin("openverse")
    world.go_on(number)
    world.pull(*world.jobs())
    world.go_on(number)
    with read(engine) as connection:
        away = list(
            connection.scalars(select(links_table.c.id).where(links_table.c.next_at < run_items.HELD))
        )
    assert len(away) == 30
    put_off(world, away, until=clock.now() + clock.MINUTE)
    world.go_on(number)
    assert world.fetch() == 30
    world.go_on(number)
    assert (world.progress(number).pictures, world.progress(number).dead) == (30, 0)
    put_off(world, away, until=clock.now() + clock.HOUR)
    assert world.until_ended(number).state == crawls.DONE
    told = world.progress(number)
    assert (told.listed, told.pictures, told.dead) == (100, 70, 30)


def test_a_cancelled_crawl_ends_at_once(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 240))
    number = world.begin("openverse")
    world.go_on(number)
    world.pull(*world.jobs())
    world.go_on(number)
    world.fetch(most=50)

    def cancel(connection: Connection) -> None:
        crawl = crawls.lock(connection, number)
        assert crawl is not None
        ending.cancel(connection, crawl, now=clock.now())

    in_transaction(world.engine, cancel)
    crawl = world.crawl(number)
    assert crawl.state == crawls.CANCELLED
    told = world.progress(number)
    assert (told.listed, told.pending, told.pictures, told.cancelled) == (200, 0, 50, 150)
    assert {one.state for one in world.searches(number)} == {crawl_listings.CANCELLED}
    with read(world.engine) as connection:
        kept = runs.get_many(connection, [crawl.run_id or 0, world.searches(number)[0].run_id or 0])
    assert [run.state for run in kept.values()] == [runs.FAILED, runs.FAILED]
    assert world.service.sweep(limit=100).jobs == []
    again = world.begin("openverse")
    assert world.until_ended(again).state == crawls.DONE
    assert world.progress(again).different == 240


def test_an_engine_that_refuses_fails_with_its_reason_and_the_others_go_on(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 30))
    refusal = SourceRefused("There is no key", code="key_missing", source_code="key_missing")
    world.results("brave", [], trouble={None: [refusal]})
    number = world.begin("brave", "openverse")
    assert world.until_ended(number).state == crawls.DONE_WITH_FAILURES
    brave, openverse = world.searches(number)
    assert (brave.state, openverse.state) == (crawl_listings.FAILED, crawl_listings.DONE)
    assert brave.reason == "There is no key"
    assert world.progress(number).different == 30


def test_a_crawl_of_which_nothing_can_be_asked_has_failed(world: CrawlWorld) -> None:
    world.results("brave", [], trouble={None: [SourceRefused("no", code="key_missing")]})
    number = world.begin("brave")
    assert world.until_ended(number).state == crawls.FAILED


def test_a_search_goes_on_where_it_was_cut_off(world: CrawlWorld) -> None:
    away = SourceUnavailable("It does not answer", code="source_unavailable")
    world.results("openverse", addresses("openverse", 230), trouble={"200": [away] * 20})
    number = world.begin("openverse")
    world.go_on(number)
    world.pull(*world.jobs())
    run_id = world.searches(number)[0].run_id or 0
    fail_run(world, run_id)
    world.go_on(number)
    (search,) = world.searches(number)
    assert (search.state, search.cursor) == (crawl_listings.WAITING, "200")
    world.engines["openverse"].trouble.clear()
    in_transaction(
        world.engine, lambda connection: crawl_listings.change(connection, search.id, next_at=clock.now())
    )
    assert world.until_ended(number).state == crawls.DONE
    assert world.progress(number).different == 230


def test_results_stand_in_the_order_of_their_engines(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 45))
    world.results("commons", addresses("commons", 5))
    number = world.begin("commons", "openverse")
    world.until_ended(number)
    with read(world.engine) as connection:
        first = crawl_results.page(connection, number, limit=20)
        rest = crawl_results.page(connection, number, after=first[-1].rank, limit=100)
    assert [one.url for one in first + rest] == addresses("commons", 5) + addresses("openverse", 45)


def test_pictures_are_told_apart_by_whether_they_show_writing(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 4))
    wanted = ((True, 0.9), (False, 0.1), (True, 0.55), (None, None))
    for url, (text, score) in zip(addresses("openverse", 4), wanted, strict=True):
        world.picture(url, text=text, score=score)
    number = world.begin("openverse")
    world.until_ended(number)
    with read(world.engine) as connection:
        assert crawl_counts.classes(connection, [number])[number] == crawl_counts.Classes(
            text=2, nontext=1, unsure=1, pending=1
        )
        for name, count in (("text", 2), ("nontext", 1), ("unsure", 1), ("pending", 1)):
            assert len(crawl_results.page(connection, number, class_name=name, limit=10)) == count


def test_what_is_too_small_or_without_a_licence_is_counted_and_left_out(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 6), licence="CC0 1.0")
    world.results("brave", addresses("brave", 6))
    world.picture(addresses("openverse", 1)[0], width=100)
    number = world.begin("openverse", "brave", licensed=True, least_width=200)
    world.until_ended(number)
    told = world.progress(number)
    assert (told.listed, told.filtered, told.different) == (12, 7, 5)


def test_what_became_of_a_crawl_is_measured(world: CrawlWorld) -> None:
    filled(world)
    metrics.flush()
    world.until_ended(world.begin("openverse", "commons", "brave"))
    told = metrics.snapshot()
    assert (told["crawls_ended"], told["crawl_results"], told["runs_finished"]) == (1, 180, 4)
    assert told["crawl_seconds"] > 0


def test_whoever_subscribes_to_the_same_search_sees_no_runs_of_crawls(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 5))
    number = world.begin("openverse")
    world.until_ended(number)
    (search,) = world.searches(number)
    scraped = world.service.scrape(search.listing_id)
    with read(world.engine) as connection:
        told = listing_runs.page(connection, search.listing_id, limit=10)
    assert [one.run_id for one in told] == [scraped.run.id]


def test_a_crawl_that_is_deleted_leaves_what_it_has_brought(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 30))
    number = world.begin("openverse")
    world.until_ended(number)
    remove(world, number, pictures=False)
    assert removed_posts(world) == 0
    with read(world.engine) as connection:
        assert crawls.get(connection, number) is None
        for table in (crawl_images, crawl_listings_table, runs_table, run_items_table, receipts):
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name
    assert pictures_left(world) == 30


def test_what_nothing_else_has_listed_goes_with_a_crawl(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 30))
    world.results("commons", addresses("commons", 10))
    shared = world.begin("commons")
    number = world.begin("openverse", "commons")
    world.until_ended(shared)
    world.until_ended(number)
    remove(world, number, pictures=True)
    assert removed_posts(world) == 30
    assert pictures_left(world) == 10
    assert world.progress(shared).different == 10


def test_results_are_deleted_some_at_a_time_the_last_first(world: CrawlWorld) -> None:
    world.results("openverse", addresses("openverse", 30))
    number = world.begin("openverse")
    world.until_ended(number)

    def remove_some(connection: Connection) -> int:
        return crawl_removal.remove_some_results(connection, number, limit=20)

    removed = [in_transaction(world.engine, remove_some) for _ in range(3)]
    assert removed == [20, 10, 0]


def remove(world: CrawlWorld, number: int, *, pictures: bool) -> None:
    def write(connection: Connection) -> None:
        crawls.lock(connection, number)
        if pictures:
            crawl_removal.remove_pictures(connection, number, now=clock.now())
        crawl_removal.remove(connection, [number])

    in_transaction(world.engine, write)


def removed_posts(world: CrawlWorld) -> int:
    """Removes what is to be removed; how many posts were taken down."""
    removed = 0
    for _ in range(20):
        some = in_transaction(
            world.engine,
            lambda connection: listing_removal.remove_some(connection, limit=7, now=clock.now()),
        )
        removed += some.taken_down
    return removed


def pictures_left(world: CrawlWorld) -> int:
    """How many pictures are in the library."""
    with read(world.engine) as connection:
        ready = select(func.count()).select_from(images_table).where(images_table.c.state == images.READY)
        return connection.scalar(ready) or 0


def pause(world: CrawlWorld, number: int) -> None:
    in_transaction(world.engine, lambda connection: crawls.change(connection, number, state=crawls.PAUSED))


def put_off(world: CrawlWorld, link_ids: list[int], *, until: int) -> None:
    """Let links have been tried in vain, and wait."""
    waiting = [
        link_dispatch.Ended(one, links.WAITING, code="fetch_failed", next_at=until) for one in link_ids
    ]
    in_transaction(world.engine, lambda connection: link_dispatch.end(connection, waiting, now=clock.now()))


def fail_run(world: CrawlWorld, run_id: int) -> None:
    """Let a run end as one does that was asked for too often in vain."""

    def fail(connection: Connection) -> None:
        locked = runs.lock(connection, [run_id])
        run_items.fail_unfinished(
            connection, list(locked), code="source_unavailable", reason="no answer", now=clock.now()
        )
        runs.finish(connection, dict.fromkeys(locked, runs.DONE_WITH_FAILURES), now=clock.now())

    in_transaction(world.engine, fail)
