"""Crawls as a person uses them: write keywords, watch pictures come in, move some by hand, take them home."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from fovea.database.engine import migrate
from fovea_cli import demonstration
from tests.e2e.conftest import WEBSITE, NewContext
from tests.e2e.people import log_in
from tests.e2e.test_accessibility import AXE, violations_of
from tests.harness.processes import wait_until
from tests.harness.redis import redis_server
from tests.harness.stack import IMAGES, Stack, running_stack

PATIENCE = 90_000  # milliseconds; every picture is fetched and looked at
OWNER = "adalindqvist"
ENDED = re.compile("Done|Not whole|Failed")


@pytest.fixture(scope="module")
def stack(_aws_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A system that fetches pictures, beside the one whose library other tests count; nothing is shared with
    that one, for who leads is agreed upon in the cache.
    """
    url = f"sqlite:///{tmp_path_factory.mktemp('crawls') / 'fovea.sqlite3'}"
    migrate(url)
    settings = {
        "FOVEA_FRONTEND_FOLDER": str(WEBSITE),
        "FOVEA_ADMINISTRATORS": demonstration.ADMINISTRATOR,
        "FOVEA_SIMULATOR_USERS": "20",
        "FOVEA_CRAWLS_AT_ONCE": "50",
        **{f"FOVEA_LIMIT_{what}": "10000/minute" for what in ("LOGINS", "CHANGES", "FILES")},
    }
    with (
        redis_server() as redis_url,
        running_stack(
            database_url=url, redis_url=redis_url, aws_endpoint=_aws_server, settings=settings, more=IMAGES
        ) as running,
    ):
        yield running


def logged_in(page: Page, name: str = OWNER) -> None:
    """Log in, and wait until the page knows."""
    log_in(page, name)
    expect(page.get_by_role("button", name=re.compile("^Account menu of "))).to_be_visible()


def begun(page: Page, stack: Stack, **wanted: Any) -> int:
    """The number of a crawl that was begun without the form, by whoever is logged in."""
    body = {"keywords": ["scenery"], "engines": ["commons", "baidu"], "limit": 12} | wanted
    answer = page.request.post("/api/crawls", data=body, headers={"Origin": stack.url})
    assert answer.status == 202, answer.text()
    number: int = answer.json()["id"]
    return number


def finished(page: Page, stack: Stack, **wanted: Any) -> int:
    """The number of a crawl that has ended, with all its pictures looked at."""
    number = begun(page, stack, **wanted)

    def is_over() -> bool:
        told = page.request.get(f"/api/crawls/{number}").json()
        return told["finished_at"] is not None and told["classes"]["pending"] == 0

    wait_until(is_over, timeout_seconds=PATIENCE / 1000, what="the crawl to end")
    return number


def tiles(page: Page) -> Locator:
    """The pictures that are on the page now."""
    return page.get_by_role("region", name="Pictures", exact=True).get_by_role("article")


def chip(page: Page, name: str) -> Locator:
    """The button that shows the pictures of a class."""
    return page.get_by_role("group", name="Pictures shown").get_by_role("button", name=re.compile(name))


def number_in(words: str) -> int:
    """The number at the end of words."""
    found = re.search(r"([\d,]+)\W*$", words)
    assert found, words
    return int(found[1].replace(",", ""))


def title_of(tile: Locator) -> str:
    """The title of a picture, as its checkbox says it."""
    name = tile.get_by_role("checkbox").get_attribute("aria-label")
    assert name is not None
    return name.removeprefix("Choose ")


def archive(page: Page, name: str, folder: Path) -> zipfile.ZipFile:
    """What comes by one of the links to archives."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile(f"^Download: {name}")).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return zipfile.ZipFile(path)


def pictures_in(found: zipfile.ZipFile) -> list[dict[str, Any]]:
    """What the manifest of an archive tells of its pictures; each file is what was told."""
    told: list[dict[str, Any]] = json.loads(found.read("manifest.json"))["pictures"]
    assert [hashlib.sha256(found.read(one["file"])).hexdigest() for one in told] == [
        one["sha256"] for one in told
    ]
    return told


def test_keywords_become_pictures_that_are_moved_by_hand_and_downloaded(page: Page, tmp_path: Path) -> None:
    logged_in(page)
    page.get_by_role("link", name="Crawls", exact=True).click()
    page.get_by_label("Keywords").fill("scenery\nsunset")
    page.get_by_label("Results of each, for each keyword").fill("12")
    for engine, wanted in (("Baidu", False), ("Openverse", True), ("Wikimedia Commons", True)):
        page.get_by_role("checkbox", name=engine).set_checked(wanted)
    expect(page.get_by_test_id("extent")).to_have_text(re.compile(r"4 searches,\s+at most 48 results"))
    page.get_by_role("button", name="Begin the crawl").click()

    page.wait_for_url(re.compile(r"/crawls/\d+$"))
    expect(page.get_by_role("heading", name="scenery, sunset", level=1)).to_be_visible()
    expect(page.get_by_test_id("state")).to_have_text(ENDED, timeout=PATIENCE)
    expect(page.get_by_test_id("state")).to_have_text("Done")
    expect(page.get_by_role("progressbar", name="Fetching pictures")).to_have_attribute(
        "aria-valuetext", "48 of 48"
    )
    bar = page.get_by_role("progressbar", name="Looking for writing")
    different = page.locator("[data-count=different]").inner_text()
    expect(bar).to_have_attribute("aria-valuetext", f"{different} of {different}", timeout=PATIENCE)
    expect(chip(page, "^All")).to_have_text(re.compile(rf"All\s+{different}$"))

    chip(page, "^Without").click()
    expect(chip(page, "^Without")).to_have_attribute("aria-pressed", "true")
    expect(tiles(page).first).to_be_visible()
    with_writing = number_in(chip(page, "^With writing").inner_text())
    moved = title_of(tiles(page).first)
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.get_by_text("1 picture moved to “With writing”.")).to_be_visible()
    expect(chip(page, "^With writing")).to_have_text(re.compile(rf"\s{with_writing + 1}$"))
    page.keyboard.press("u")
    expect(chip(page, "^With writing")).to_have_text(re.compile(rf"\s{with_writing}$"))
    first = tiles(page).filter(has=page.get_by_role("checkbox", name=f"Choose {moved}", exact=True)).first
    first.get_by_role("button").focus()
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Chosen pictures")).to_contain_text("1 chosen")
    page.get_by_role("region", name="Chosen pictures").get_by_role("button", name="With writing").click()
    expect(chip(page, "^With writing")).to_have_text(re.compile(rf"\s{with_writing + 1}$"))

    page.reload()
    chip(page, "^With writing").click()
    expect(page.locator("[data-tile]").first).to_have_attribute("aria-setsize", str(with_writing + 1))
    said = tiles(page).filter(has=page.get_by_role("button", name=re.compile("said by a person")))
    expect(said).to_have_count(1)
    assert title_of(said.first) == moved

    texts = archive(page, "With writing", tmp_path)
    told = pictures_in(texts)
    assert len(told) == with_writing + 1
    assert [one["title"] for one in told if one["label"] == "text"] == [moved]
    assert all(one["file"].startswith("text/") and one["licence"] for one in told)
    everything = archive(page, "All as ZIP", tmp_path)
    assert len(pictures_in(everything)) == int(different)
    rows = csv.DictReader(io.StringIO(everything.read("manifest.csv").decode("utf-8-sig")))
    assert {row["file"] for row in rows} == set(everything.namelist()) - {"manifest.json", "manifest.csv"}


def test_pictures_are_dragged_onto_a_class_several_at_once(page: Page, stack: Stack) -> None:
    logged_in(page)
    page.goto(f"/crawls/{finished(page, stack)}?class=nontext")
    expect(tiles(page).first).to_be_visible()
    before = number_in(chip(page, "^With writing").inner_text())
    tiles(page).nth(0).hover()
    tiles(page).nth(0).get_by_role("checkbox").click()
    tiles(page).nth(2).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(page.get_by_role("region", name="Chosen pictures")).to_contain_text("3 chosen")
    tiles(page).nth(1).drag_to(chip(page, "^With writing"))
    expect(page.get_by_text("3 pictures moved to “With writing”.")).to_be_visible()
    expect(chip(page, "^With writing")).to_have_text(re.compile(rf"\s{before + 3}$"))
    page.get_by_role("button", name="Undo").click()
    expect(chip(page, "^With writing")).to_have_text(re.compile(rf"\s{before}$"))


def test_duplicates_are_folded_and_can_be_unfolded(page: Page, stack: Stack) -> None:
    logged_in(page)
    page.goto(f"/crawls/{finished(page, stack, limit=30)}")
    expect(page.locator("[data-count=duplicates_bytes]")).to_be_visible()
    folded = tiles(page).get_by_role("button", name=re.compile(r"\d duplicates?$")).first
    many = re.search(r"(\d+) duplicates?$", folded.get_attribute("aria-label") or "")
    assert many is not None
    folded.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Show ")).click()
    expect(dialog.get_by_role("listitem")).to_have_count(int(many[1]))
    expect(dialog.get_by_role("listitem").first).to_contain_text(
        re.compile("the same file|nearly the same look")
    )
    dialog.get_by_role("button", name=re.compile("^Fold ")).click()
    expect(dialog.get_by_role("listitem")).to_have_count(0)


def test_a_crawl_is_paused_goes_on_is_stopped_begun_again_and_deleted(page: Page, stack: Stack) -> None:
    logged_in(page)
    number = begun(page, stack, keywords=["landscape"], limit=400)
    page.goto(f"/crawls/{number}")
    state = page.get_by_test_id("state")
    page.get_by_role("button", name="Pause landscape").click()
    expect(state).to_have_text("Paused")
    page.get_by_role("button", name="Resume landscape").click()
    expect(state).to_have_text("Under way")
    page.get_by_role("button", name="Stop landscape").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop it").click()
    expect(state).to_have_text("Stopped")
    page.get_by_role("button", name="Crawl again: landscape").click()
    page.wait_for_url(lambda url: re.search(r"/crawls/\d+$", url) is not None and f"/{number}" not in url)
    expect(state).to_have_text("Under way")
    page.get_by_role("button", name="More for landscape").click()
    page.get_by_role("menuitem", name="Delete").click()
    deleted = page.url.rsplit("/", 1)[-1]
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_url(re.compile(r"/crawls$"))
    expect(page.get_by_text("“landscape” is deleted.")).to_be_visible()
    stopped = page.get_by_role("article").filter(has=page.locator(f"a[href='/crawls/{number}']"))
    expect(stopped).to_contain_text("Stopped")
    expect(page.locator(f"a[href='/crawls/{deleted}']")).to_have_count(0)


def test_a_crawl_is_shown_to_its_owner_alone(new_browser: NewContext, stack: Stack) -> None:
    owner, other, visitor = (new_browser().new_page() for _ in range(3))
    logged_in(owner)
    number = begun(owner, stack, limit=1)
    logged_in(other, "kenji")
    other.goto(f"/crawls/{number}")
    expect(other.get_by_role("alert")).to_contain_text("There is no such crawl.")
    visitor.goto(f"/crawls/{number}")
    link = visitor.get_by_role("alert").get_by_role("link", name="Log in")
    expect(link).to_have_attribute("href", re.compile(rf"next=/crawls/{number}$"))
    visitor.goto("/crawls")
    expect(visitor.get_by_text("each belongs to whoever began it")).to_be_visible()
    expect(visitor.get_by_label("Keywords")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width", "locale"), [("light", 390, "fr-FR"), ("dark", 1440, "en-US")])
def test_no_state_of_the_pages_shuts_anybody_out(
    new_browser: NewContext, stack: Stack, scheme: str, width: int, locale: str
) -> None:
    context = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True, locale=locale
    )
    violations: dict[str, Any] = {}
    page = context.new_page()

    def look(state: str) -> None:
        page.wait_for_load_state("networkidle")
        violations[state] = violations_of(page, AXE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    page.goto("/crawls")
    expect(page.get_by_role("main").get_by_role("link")).to_be_visible()
    look("visitor")
    login = new_browser().new_page()
    logged_in(login)
    context.add_cookies(login.context.cookies())  # type: ignore[arg-type]
    number = finished(page, stack, limit=30)
    page.goto("/crawls")
    expect(page.get_by_role("article").first).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    look("list")
    page.goto("/crawls/4000000000")
    expect(page.get_by_role("alert")).to_be_visible()
    look("gone")
    page.goto(f"/crawls/{number}")
    expect(page.locator("[data-tile-focus]").first).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    look("crawl")
    page.locator("[role=checkbox]").first.click(force=True)
    look("chosen")
    page.keyboard.press("Escape")
    page.locator(
        "[data-tile-focus][aria-label*=doublon], [data-tile-focus][aria-label*=duplicate]"
    ).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[aria-expanded=false]").click()
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    look("picture")
    assert {state: found for state, found in violations.items() if found} == {}
