"""A person's path: fave three, see the list change; mute; steer; undo; come back tomorrow, and what is new is
first.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from fovea.clock import DAY, SECOND
from fovea.database.engine import migrate
from tests.e2e.conftest import WEBSITE
from tests.e2e.people import (
    ADA,
    EMIL,
    KENJI,
    LUCIA,
    WANJIRU,
    log_in,
    photos,
    press_fave,
    see_everything_read,
    title_of,
)
from tests.harness.processes import wait_until
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import Stack, running_stack

TOMORROW = str(DAY // SECOND + 3_600)


@pytest.fixture(scope="module")
def stack(_cache: str, _aws_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A system of its own, whose clock moves."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tomorrow') / 'fovea.sqlite3'}"
    migrate(url)
    settings = {"FOVEA_FRONTEND_FOLDER": str(WEBSITE), "FOVEA_SIMULATOR_USERS": "700"}
    with running_stack(
        database_url=url, redis_url=_cache, aws_endpoint=_aws_server, settings=settings
    ) as running:
        yield running


def titles(page: Page) -> list[str]:
    """What the open buttons of the photos on the page say, in order, at one moment: it may change."""
    buttons = photos(page).get_by_role("button", name=re.compile("^Open "))
    return list(buttons.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))"))


def choose(page: Page, tile: Locator, item: str | re.Pattern[str]) -> None:
    """Choose something in the menu of a photo."""
    tile.get_by_role("button", name=re.compile("^More for ")).click(force=True)
    page.get_by_role("menuitem", name=item).click()


def fave(page: Page, tile: Locator) -> None:
    title = title_of(tile)
    button = page.get_by_role("button", name=f"Fave {title}", exact=True).first
    assert press_fave(page, button).status == 200


def nobody_faved(flickr: SimulatedFlickr) -> tuple[str, list[str]]:
    """A photo that none of the first photographers of Lucia has faved, and these photographers."""
    photographers = flickr.photographers_of(LUCIA)[:8]
    known = set(flickr.favorites_of(LUCIA)).union(*map(flickr.favorites_of, photographers))
    own = {LUCIA, *photographers}
    for somebody in (KENJI, ADA, EMIL, WANJIRU):
        for photo, owner in flickr.owners_of_favorites(somebody).items():
            if photo not in known and owner not in own:
                return photo, photographers
    raise LookupError("everybody has faved everything")


def test_fave_mute_undo_and_come_back_tomorrow(page: Page, stack: Stack, flickr: SimulatedFlickr) -> None:
    log_in(page, "luciaconti")
    see_everything_read(page)
    before = titles(page)

    for _ in range(3):
        tile = photos(page).filter(has=page.locator("button[aria-pressed='false']")).first
        fave(page, tile)
    wait_until(lambda: titles(page) != before, timeout_seconds=30, what="another list after three faves")

    name = titles(page)[4]
    gone = page.get_by_role("button", name=name, exact=True)
    tile = photos(page).filter(has=gone).first
    choose(page, tile, re.compile("^Mute (?!a tag|a group)"))
    expect(page.get_by_text(re.compile("^Photos by .* are muted"))).to_be_visible()
    expect(gone).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(gone.first).to_be_visible()

    photo, photographers = nobody_faved(flickr)
    for photographer in photographers:
        flickr.fave(photographer, photo)
    stack.begin_anew({"FOVEA_CLOCK_AHEAD_SECONDS": TOMORROW})
    page.goto("/")
    page.evaluate("sessionStorage.clear()")  # another tab, another day
    page.goto(f"/flickr/{LUCIA}")
    see_everything_read(page)
    expect(page.get_by_role("heading", name=re.compile("New since your last visit"))).to_be_visible()
    expect(photos(page).first.locator(f"a[href*='{photo}']").first).to_be_attached()
    expect(page.get_by_role("heading", name="More for you")).to_be_visible()
