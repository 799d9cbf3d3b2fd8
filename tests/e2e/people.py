"""What a person does on the pages, in the words of the pages."""

import re

from playwright.sync_api import Locator, Page, Response, expect

ADA = "26101998@N00"  # about 400 favourites of 250 photographers
KENJI = "41774012@N03"  # about 2,300 favourites
ROSA = "88450231@N05"  # three favourites
LUCIA = "17633920@N00"
EMIL = "64102275@N04"
WANJIRU = "71990348@N06"


def look_up(page: Page, text: str) -> None:
    """Paste something into the field of the first page and press Enter."""
    page.goto("/")
    field = page.get_by_label("A Flickr address or name")
    field.fill(text)
    field.press("Enter")


def log_in(page: Page, name: str, *, allow: bool = True) -> None:
    """Log in with Flickr as one of the people of the simulated world."""
    page.goto("/login")
    page.get_by_role("link", name="Log in with Flickr").click()
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="OK, I’ll allow it" if allow else "No, thanks").click()


def log_in_by_name(page: Page, name: str, password: str) -> None:
    """Log in with a name and a password, from the page that is open."""
    page.get_by_role("banner").get_by_role("link", name="Log in").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in").click()


def photos(page: Page) -> Locator:
    """The tiles of the grid that are on the page now."""
    return page.get_by_role("article").filter(has=page.get_by_role("button", name=re.compile("^Open ")))


def see_photos(page: Page) -> None:
    """Wait for first recommendations."""
    expect(photos(page).first).to_be_visible()


def see_everything_read(page: Page) -> None:
    """Wait until the run has ended: its progress leaves the page."""
    expect(page.get_by_role("region", name="Progress")).to_have_count(0, timeout=90_000)
    see_photos(page)


def title_of(tile: Locator) -> str:
    """The title of a photo, as its fave button says it."""
    name = tile.get_by_role("button", name=re.compile("^Fave ")).get_attribute("aria-label")
    assert name is not None
    return name.removeprefix("Fave ")


def press_fave(page: Page, button: Locator) -> Response:
    """Press a fave button, and give what the API answered.

    By its key, as whoever uses no mouse does: the list may move under a pointer on its way to the button.
    """
    with page.expect_response(re.compile(r"/api/favorites/\d+")) as answered:
        button.press("Enter")
    return answered.value


def open_menu(page: Page, item: str) -> None:
    """Choose something in the menu of the logged-in user."""
    page.get_by_role("button", name=re.compile("^Account menu of ")).click()
    page.get_by_role("menuitem", name=item).click()
