"""Finding artists as a person does: from the page of an artwork, or a picture, to what they posted."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import FilePayload, Locator, Page, expect

from fovea.database.engine import migrate
from tests.e2e.conftest import WEBSITE, NewContext, complaints
from tests.e2e.test_accessibility import AXE, violations_of
from tests.harness.redis import redis_server
from tests.harness.stack import IMAGES, Stack, running_stack

PATIENCE = 90_000  # milliseconds; everything of an artist is read
KNOWN = "deviantart-plain"  # an artwork whose artist has accounts at other networks


@pytest.fixture(scope="module")
def stack(_aws_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A system that reads pictures, too, beside the one whose library other tests count; nothing is shared
    with that one, for who leads is agreed upon in the cache.
    """
    url = f"sqlite:///{tmp_path_factory.mktemp('artists') / 'fovea.sqlite3'}"
    migrate(url)
    settings = {
        "FOVEA_FRONTEND_FOLDER": str(WEBSITE),
        "FOVEA_SIMULATOR_USERS": "20",
        "FOVEA_LIMIT_IMAGE_SEARCHES": "10000/minute",
    }
    with (
        redis_server() as redis_url,
        running_stack(
            database_url=url, redis_url=redis_url, aws_endpoint=_aws_server, settings=settings, more=IMAGES
        ) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def artworks(stack: Stack) -> dict[str, dict[str, Any]]:
    """The artworks of the simulated sites of which it is known whose they are, by name."""
    answer = requests.get(f"{stack.simulator_url}/_simulator/artists", timeout=30)
    return {one["name"]: one for one in answer.json()["artworks"]}


def begin(page: Page, address: str) -> None:
    """Type an address and press Enter."""
    page.goto("/artists")
    field = page.get_by_label("Address of an artwork’s page")
    field.fill(address)
    field.press("Enter")


def see_it_end(page: Page) -> Locator:
    """Wait until the search has ended; gives the line that says with what."""
    expect(page.get_by_test_id("outcome")).to_be_visible(timeout=PATIENCE)
    return page.get_by_test_id("outcome")


def posts(page: Page) -> Locator:
    """The posts with the picture."""
    return page.get_by_role("region", name=re.compile("^Posts with this picture")).get_by_role("article")


def test_the_page_of_an_artwork_leads_to_the_artists_posts(
    page: Page, stack: Stack, artworks: dict[str, dict[str, Any]]
) -> None:
    artwork = artworks[KNOWN]
    begin(page, artwork["url"])
    page.wait_for_url(re.compile(r"/artists/[\w-]{22}$"))
    expect(page.get_by_role("region", name="Progress")).to_be_visible()
    expect(see_it_end(page)).to_contain_text(re.compile("Found in [1-9]"))
    accounts = page.get_by_role("region", name=re.compile("^The artist’s accounts"))
    taken = {link.get_attribute("href") for link in accounts.locator(":scope > ul h3 a").all()}
    assert taken
    assert taken <= set(artwork["right"])
    account = accounts.get_by_role("article").filter(has_text="Why this account").last
    account.get_by_text("Why this account").click()
    expect(account.get_by_role("list")).to_contain_text("On ")
    expect(posts(page).first).to_contain_text(re.compile("The same (file|picture)"))

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="Yours")).to_be_visible()
    expect(dialog.get_by_role("img", name="Match")).to_be_visible()
    page.keyboard.press("4")
    expect(dialog.get_by_role("button", name="Difference")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-match-focus]:focus")).to_have_count(1)

    many = posts(page).count()
    page.reload()
    expect(see_it_end(page)).to_be_visible()
    assert posts(page).count() == many
    page.get_by_role("link", name="Another search").click()
    expect(page.get_by_role("heading", name="Your last searches")).to_be_visible()


def test_a_picture_is_followed_to_its_artist_once_the_library_has_it(
    page: Page, stack: Stack, artworks: dict[str, dict[str, Any]]
) -> None:
    begin(page, artworks[KNOWN]["url"])
    see_it_end(page)
    link = posts(page).first.get_by_role("link", name=re.compile("in the library$"))
    number = (link.get_attribute("href") or "").rsplit("/", 1)[-1]
    copy = stack.get(f"/api/library/images/{number}")["thumbnails"][-1]["url"]
    picture = requests.get(stack.url + copy, timeout=30)
    page.goto("/artists")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    file: FilePayload = {"name": "fox.webp", "mimeType": "image/webp", "buffer": picture.content}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile(r"/artists/[\w-]{22}$"))
    expect(see_it_end(page)).to_contain_text(re.compile("Found in [1-9]"))
    expect(page.get_by_role("complementary", name="The artwork")).to_contain_text("Your picture")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://nothing.example/gallery/7", "Pages of this site are not understood"),
        ("https://www.deviantart.com/nobody/art/Nothing-1", "This is no artwork’s page"),
        ("a fox", "This is no address"),
    ],
)
def test_what_cannot_be_searched_for_is_told_why(page: Page, address: str, told: str) -> None:
    begin(page, address)
    expect(page.get_by_role("alert")).to_contain_text(told, timeout=PATIENCE)


def test_the_bookmark_begins_at_once(page: Page, artworks: dict[str, dict[str, Any]]) -> None:
    page.goto("/artists?url=" + artworks[KNOWN]["url"])
    page.wait_for_url(re.compile(r"/artists/[\w-]{22}$"))
    see_it_end(page)
    page.go_back()
    expect(page.get_by_label("Address of an artwork’s page")).to_be_visible()


def test_whoever_reads_french_is_spoken_to_in_french_until_they_choose_english(
    new_browser: NewContext, artworks: dict[str, dict[str, Any]]
) -> None:
    page = new_browser(locale="fr-FR").new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.extend(complaints(message)))
    page.goto("/artists")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qui a fait cette image")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    field = page.get_by_label("Adresse de la page d’une œuvre")
    field.fill(artworks[KNOWN]["url"])
    field.press("Enter")
    expect(see_it_end(page)).to_contain_text("Trouvée dans")
    page.get_by_role("button", name=re.compile("^Langue")).click()
    page.get_by_role("menuitemradio", name="English").click()
    expect(page.get_by_test_id("outcome")).to_contain_text("Found in")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(see_it_end(page)).to_contain_text("Found in")
    assert errors == []


@pytest.mark.parametrize(("scheme", "width", "locale"), [("light", 390, "fr-FR"), ("dark", 1440, "en-US")])
def test_no_state_of_the_pages_shuts_anybody_out(
    new_browser: NewContext,
    artworks: dict[str, dict[str, Any]],
    stack: Stack,
    scheme: str,
    width: int,
    locale: str,
) -> None:
    page = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True, locale=locale
    ).new_page()
    violations: dict[str, Any] = {}
    search = stack.post("/api/artist-searches", {"url": artworks[KNOWN]["url"]})["id"]
    gone = stack.post("/api/artist-searches", {"url": "https://www.deviantart.com/nobody/art/Nothing-1"})
    for path in (
        "/artists",
        f"/artists/{gone['id']}",
        "/artists/no-such-search-at-all-",
        f"/artists/{search}",
    ):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        if path.endswith(search):
            see_it_end(page)
            for summary in page.locator("summary").all():
                summary.click()
        elif path != "/artists":
            expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
        page.wait_for_load_state("networkidle")
        violations[path] = violations_of(page, AXE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.locator("[data-match-focus]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    violations["compare"] = violations_of(page, AXE)
    assert {path: found for path, found in violations.items() if found} == {}
