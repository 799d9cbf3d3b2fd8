"""The library as a person uses it: search, look, edit, decide about duplicates."""

import random
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page, expect

from fovea_cli.processes import start_child
from tests.e2e.conftest import NewContext
from tests.e2e.people import log_in
from tests.e2e.test_accessibility import AXE, violations_of
from tests.harness.ports import free_port
from tests.harness.processes import stop, wait_until
from tests.harness.stack import Stack

# title: tags that nothing from the simulated Flickr has, rating, the number of the drawing, its size
PICTURES = {
    "Lighthouse": ("breakwater semaphore_tower artist:ada_lind", "general", 1, (900, 600)),
    "Harbour": ("breakwater ferry_pier", "safe", 2, (600, 800)),
    "Storm": ("breakwater thunderhead", "explicit", 3, (800, 800)),
    "Market": ("arcade_hall", "general", 4, (1200, 800)),
    "Market, small": ("noonday_bell", "general", 4, (600, 400)),
}

EVERYTHING = "general,safe,questionable,explicit"


def drawing(number: int, size: tuple[int, int]) -> bytes:
    """A picture that looks the same in every size, and like no other number's."""
    chance = random.Random(number)
    image = Image.new("RGB", (1200, 1200), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = chance.randrange(1000), chance.randrange(1000)
        width, height = chance.randrange(100, 600), chance.randrange(100, 600)
        draw.ellipse((left, top, left + width, top + height), tuple(chance.randrange(256) for _ in range(3)))
    body = BytesIO()
    image.resize(size).save(body, "JPEG", quality=90)
    return body.getvalue()


def bring(api: APIRequestContext, origin: str, title: str) -> None:
    """Upload one of the pictures."""
    tags, rating, number, size = PICTURES[title]
    answer = api.post(
        "/api/library/images",
        headers={"Origin": origin},
        multipart={
            "file": {"name": "picture.jpg", "mimeType": "image/jpeg", "buffer": drawing(number, size)},
            "title": title,
            "tags": tags,
            "rating": rating,
        },
    )
    assert answer.status == 202, answer.text()


def uploaded(stack: Stack) -> int:
    """How many of the pictures are in the library by now; photos that somebody was shown come in as well."""
    found: int = stack.get("/api/library/search", q="source:upload", ratings=EVERYTHING)["total"]
    return found


@pytest.fixture(scope="module")
def administrator(stack: Stack, browser: Browser) -> Iterator[Any]:
    """The cookies of somebody who may edit the library, with all pictures in it."""
    port = free_port()
    with (stack.folder / "image-ingester.log").open("ab") as log:
        ingester = start_child(
            [sys.executable, "-m", "ingester.images"],
            environment=stack.environment | {"FOVEA_HEALTH_PORT": str(port)},
            output=log,
            folder=stack.folder,
        )
    context = browser.new_context(base_url=stack.url)
    try:
        log_in(context.new_page(), "adalindqvist")
        expect(context.pages[0].get_by_role("button", name=re.compile("^Account menu of "))).to_be_visible()
        for title in PICTURES:
            bring(context.request, stack.url, title)
        wait_until(
            lambda: uploaded(stack) == len(PICTURES),
            timeout_seconds=120,
            pause_seconds=0.5,
            what="all pictures to be in the library",
        )
        yield context.storage_state()
    except BaseException:
        print(stack.log_of("image-ingester")[-4_000:], stack.get("/api/library/stats"))  # noqa: T201
        raise
    finally:
        context.close()
        stop(ingester)


@pytest.fixture
def editor(new_browser: NewContext, administrator: Any) -> Page:
    """The page of an administrator."""
    context: BrowserContext = new_browser(storage_state=administrator)
    return context.new_page()


def picture(page: Page, title: str) -> Any:
    """The tile of a picture."""
    return page.get_by_role("link", name=re.compile(f"^{title}, (General|Safe|Questionable|Explicit)"))


@pytest.mark.usefixtures("administrator")
def test_somebody_searches_looks_at_a_picture_and_comes_back(page: Page) -> None:
    page.goto("/library")
    box = page.get_by_role("combobox", name="Search the library")
    # Until what completes the whole word is there: the list for half of it gives way to that one.
    with page.expect_response(re.compile("/library/suggestions.*semaph")):
        box.press_sequentially("semaph")
    option = page.get_by_role("option", name=re.compile("semaphore_tower"))
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("semaphore_tower ")
    box.fill("breakwater")
    box.press("Enter")
    expect(page.get_by_text("2 pictures · 1 hidden by your rating filter")).to_be_visible()
    page.get_by_role("button", name="Show it").click()
    expect(picture(page, "Storm")).to_be_visible()
    page.get_by_role("button", name="Explicit").click()
    expect(picture(page, "Storm")).to_have_count(0)
    picture(page, "Harbour").click()
    expect(page.get_by_role("heading", name="Harbour", level=1)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Lighthouse", level=1)).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 of 2")).to_be_visible()
    page.get_by_role("link", name="Back to the search").click()
    expect(page).to_have_url(re.compile(r"/library\?q=breakwater"))
    expect(picture(page, "Harbour")).to_be_visible()


@pytest.mark.usefixtures("administrator")
def test_a_mistake_in_a_search_is_pointed_at(page: Page) -> None:
    page.goto("/library?q=sea+wdith:>100")
    problem = page.get_by_role("alert").filter(has_text="wdith")
    expect(problem.locator("[data-caret]")).to_have_text("wdith")
    expect(problem).to_contain_text("Did you mean width:?")
    page.goto("/library?q=semaphore_towre")
    page.get_by_role("link", name="semaphore_tower", exact=True).click()
    expect(picture(page, "Lighthouse")).to_be_visible()


def test_an_administrator_adds_a_tag_and_finds_the_picture_by_it(editor: Page) -> None:
    editor.goto("/library?q=ferry_pier")
    picture(editor, "Harbour").click()
    editor.get_by_role("button", name="Edit").click()
    editor.get_by_label("Add tags").fill("character:old_ferryman")
    editor.get_by_role("button", name="Save").click()
    editor.get_by_role("link", name="old_ferryman 1").click()
    expect(editor.get_by_text("1 picture", exact=True)).to_be_visible()
    expect(picture(editor, "Harbour")).to_be_visible()


def test_an_editor_says_that_a_picture_shows_writing_and_takes_it_back(editor: Page) -> None:
    editor.goto("/library?q=ferry_pier+text:yes")
    expect(editor.get_by_text("No picture fits this search")).to_be_visible()
    editor.goto("/library?q=ferry_pier")
    picture(editor, "Harbour").click()
    say = editor.get_by_role("group", name="What do you see in the picture?")
    say.get_by_role("button", name="Writing", exact=True).click()
    expect(editor.get_by_text("Shows writing · as you said")).to_be_visible()
    editor.goto("/library?q=ferry_pier+text:yes")
    picture(editor, "Harbour").click()
    pressed = say.get_by_role("button", name="Writing", exact=True, pressed=True)
    expect(pressed).to_be_visible()
    pressed.press("Enter")
    expect(pressed).to_have_count(0)
    editor.goto("/library?q=ferry_pier+text:yes")
    expect(editor.get_by_text("No picture fits this search")).to_be_visible()


def test_duplicates_are_merged_and_taken_apart_again(editor: Page) -> None:
    editor.goto("/library/duplicates")
    group = editor.get_by_role("region", name="Group of").filter(has_text="Market, small")
    expect(group.get_by_role("article").first).to_contain_text("1,200 × 800")
    group.get_by_text("Tags after merging").click()
    expect(group).to_contain_text("noonday_bell")
    group.get_by_role("button", name="Keep the best").click()
    expect(editor.get_by_text("1 picture merged into “Market”.")).to_be_visible()
    editor.goto("/library?q=noonday_bell")
    expect(picture(editor, "Market")).to_be_visible()
    editor.goto("/library/duplicates")
    editor.get_by_role("button", name="Merges so far").click()
    editor.get_by_role("button", name=re.compile("^Undo: ")).click()
    expect(editor.get_by_text("The merge is undone.")).to_be_visible()
    editor.keyboard.press("Escape")
    expect(group).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_the_library_shuts_anybody_out(
    new_browser: NewContext, administrator: Any, scheme: str, width: int
) -> None:
    page = new_browser(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
        storage_state=administrator,
    ).new_page()
    violations: dict[str, Any] = {}
    for path in (
        "/library",
        "/library?q=wdith:1",
        "/library?q=nothing_has_this",
        "/library/duplicates",
        "/library/tags",
        "/library/tags?part=blocked",
        "/library/tags?part=cleanup",
    ):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        violations[path] = violations_of(page, AXE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/library?q=breakwater")
    page.get_by_role("button", name="Advanced").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    violations["advanced"] = violations_of(page, AXE)
    page.keyboard.press("Escape")
    picture(page, "Lighthouse").click()
    expect(page.get_by_role("heading", name="Lighthouse", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    violations["image"] = violations_of(page, AXE)
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    violations["edit"] = violations_of(page, AXE)
    assert {path: found for path, found in violations.items() if found} == {}
