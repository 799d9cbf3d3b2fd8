"""Looking for a picture as a person does: by a file, a drop, a paste, an address, or one of the library."""

import base64
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.test_accessibility import AXE, violations_of

# The pictures of the library, and somebody who brought them.
from tests.e2e.test_library import administrator, drawing  # noqa: F401 - a fixture
from tests.harness.stack import Stack

pytestmark = pytest.mark.usefixtures("administrator")

MARKET = 4  # the drawing of which the library has a large and a small copy
_GIVE = """([type, body]) => {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'brought.jpg', { type: 'image/jpeg' }))
    const event = type === 'drop'
        ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
        : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
}"""


def file(body: bytes, name: str = "picture.jpg") -> FilePayload:
    """A file to choose."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": body}


def mirrored() -> bytes:
    """The market as somebody else has it: mirrored, smaller, in poor quality."""
    body = BytesIO()
    with Image.open(BytesIO(drawing(MARKET, (900, 600)))) as image:
        ImageOps.mirror(image).save(body, "JPEG", quality=60)
    return body.getvalue()


def choose(page: Page, payload: FilePayload) -> None:
    """Choose a file."""
    page.locator("input[type=file]").set_input_files(payload)


def give(page: Page, how: str, body: bytes) -> None:
    """Drop or paste a picture."""
    page.evaluate(_GIVE, [how, base64.b64encode(body).decode()])


def group(page: Page, name: str) -> Locator:
    """The matches of one kind."""
    return page.get_by_role("region", name=re.compile(rf"^{name} \d"))


def number_of(stack: Stack, query: str) -> int:
    """The number of the one image that a search finds."""
    found = stack.get("/api/library/search", q=query)["images"]
    assert len(found) == 1
    return int(found[0]["id"])


def test_a_chosen_file_is_found_and_so_is_its_smaller_copy(page: Page) -> None:
    page.goto("/image-search")
    choose(page, file(drawing(MARKET, (1200, 800))))
    same = group(page, "The same file")
    expect(same.get_by_role("heading", name="Market", exact=True)).to_be_visible()
    expect(same).to_contain_text("Best copy")
    expect(same).to_contain_text("First seen")
    smaller = group(page, "The same picture")
    expect(smaller.get_by_role("heading", name="Market, small")).to_be_visible()
    expect(smaller).to_contain_text("600 × 400, smaller than yours")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Choose it again.")


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_mirrored_copy_is_found_when_it_is_dropped_or_pasted(page: Page, how: str) -> None:
    page.goto("/image-search")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    give(page, how, mirrored())
    found = group(page, "The same picture")
    expect(found.get_by_role("heading", name="Market", exact=True)).to_be_visible()
    expect(found).to_contain_text("mirrored")


def test_a_picture_of_the_library_is_compared_with_the_keyboard(page: Page, stack: Stack) -> None:
    page.goto(f"/library/images/{number_of(stack, 'noonday_bell')}")
    page.get_by_role("link", name="Search with this picture").click()
    expect(page).to_have_url(re.compile(r"/image-search\?image=\d+$"))
    expect(page.get_by_role("heading", name="Market", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Market", exact=True)).to_be_visible()
    expect(dialog.get_by_role("img", name="Yours")).to_be_visible()
    for key, name in (("2", "Slider"), ("3", "Fade"), ("4", "Difference")):
        page.keyboard.press(key)
        expect(dialog.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_role("slider")).to_be_visible()
    page.keyboard.press("+")
    expect(dialog.get_by_text("150%")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-match-focus]:focus")).to_have_count(1)


def test_an_address_is_shared_and_one_of_this_library_is_not_fetched(page: Page, stack: Stack) -> None:
    image = number_of(stack, "noonday_bell")
    page.goto("/image-search")
    field = page.get_by_label("Address of a picture")
    field.fill(f"{stack.url}/api/library/images/{image}/file")
    field.press("Enter")
    expect(page).to_have_url(re.compile(rf"/image-search\?image={image}$"))
    expect(page.get_by_role("heading", name="Market", exact=True)).to_be_visible()
    page.goto("/image-search?url=http://169.254.169.254/latest.jpg")
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("The picture could not be fetched")
    expect(problem).to_contain_text("not on the open internet")


def test_what_cannot_be_looked_for_is_named(page: Page) -> None:
    page.goto("/image-search")
    choose(page, file(b"not at all", "notes.jpg"))
    expect(page.get_by_role("alert")).to_contain_text("This is not a picture")
    plain = BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(plain, "PNG")
    choose(page, file(plain.getvalue(), "plain.png"))
    expect(page.get_by_role("alert")).to_contain_text("This picture is too simple")
    choose(page, file(drawing(99, (700, 500))))
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.get_by_role("button", name="Show the nearest anyway").click()
    expect(page).to_have_url(re.compile("method=pdq"))
    expect(page.locator("[data-match]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 2560])
def test_no_state_of_the_page_shuts_anybody_out(
    new_browser: NewContext, stack: Stack, scheme: str, width: int
) -> None:
    page = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()
    violations: dict[str, Any] = {}
    image = number_of(stack, "noonday_bell")
    for path in (
        "/image-search",
        "/image-search?hash=0123456789abcdef",
        "/image-search?url=http://169.254.169.254/a.jpg",
        f"/image-search?image={image}&method=pdq&source=upload",
        f"/image-search?image={image}",
    ):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        violations[path] = violations_of(page, AXE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.locator("[data-match-focus]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for key in "1234":
        page.keyboard.press(key)
        violations[f"compare {key}"] = violations_of(page, AXE)
    assert {path: found for path, found in violations.items() if found} == {}
