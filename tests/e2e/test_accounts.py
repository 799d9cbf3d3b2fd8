"""Accounts with a name and a password: given by an administrator, used by a person and by programs."""

import re

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.people import log_in, log_in_by_name, open_menu, see_photos
from tests.e2e.test_accessibility import AXE, violations_of
from tests.harness.stack import Stack

PASSWORD = "a long password of hers"


@pytest.fixture
def administrator(new_browser: NewContext) -> Page:
    """A page of somebody who may do everything, with the users."""
    page = new_browser(bypass_csp=True).new_page()
    log_in(page, "adalindqvist")
    see_photos(page)  # the page that a login leads to, in the end
    open_menu(page, "Users")
    expect(page.get_by_role("heading", name="Users", level=1)).to_be_visible()
    return page


def add_user(page: Page, name: str, *, role: str = "member") -> str:
    """Add somebody with a password that is made up; that password."""
    page.get_by_role("button", name="Add a user").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("button", name="Make one up").click()
    password = dialog.get_by_label("Password", exact=True).input_value()
    dialog.get_by_label("Role").select_option(role)
    dialog.get_by_role("button", name="Add").click()
    expect(page.get_by_text(f"{name} may log in now.")).to_be_visible()
    return password


def row_of(page: Page, name: str) -> Locator:
    """The user's row in the list."""
    return page.get_by_role("listitem").filter(has=page.get_by_label(f"Role of {name}"))


def see_logged_in(page: Page, name: str) -> None:
    """Wait until the page knows who is there."""
    expect(page.get_by_role("button", name=f"Account menu of {name}")).to_be_visible()


def fail_to_log_in(page: Page, name: str) -> None:
    """Try a password that is wrong, so that the page says so."""
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("Password", exact=True).fill("not this password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nobody has this name and password.")


def test_somebody_is_let_in_made_an_editor_and_kept_out(administrator: Page, new_browser: NewContext) -> None:
    password = add_user(administrator, "noa")
    page = new_browser().new_page()
    page.goto("/login?next=/subscriptions")
    fail_to_log_in(page, "noa")
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    see_logged_in(page, "noa")
    page.wait_for_url(re.compile(r"//[^/]+/subscriptions$"))
    expect(page.get_by_role("main")).to_contain_text("Only editors add and change them.")
    page.goto("/users")
    expect(page.get_by_role("main")).to_contain_text("Only administrators see who may log in here.")

    administrator.get_by_label("Role of noa").select_option("editor")
    expect(administrator.get_by_test_id("live-region")).to_contain_text("noa is now: Editor.")
    page.goto("/subscriptions")
    expect(page.get_by_label("Address or name")).to_be_visible()

    row_of(administrator, "noa").get_by_role("button", name="Disable noa").click()
    administrator.get_by_role("dialog").get_by_role("button", name="Disable").click()
    expect(row_of(administrator, "noa")).to_contain_text("Disabled since")
    page.reload()
    log_in_by_name(page, "noa", password)
    expect(page.get_by_role("alert")).to_contain_text("This account is disabled.")
    row_of(administrator, "noa").get_by_role("button", name="Let noa in again").click()
    expect(row_of(administrator, "noa")).not_to_contain_text("Disabled since")
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    see_logged_in(page, "noa")


def test_programs_are_seen_and_logged_out_and_a_password_is_changed(
    administrator: Page, new_browser: NewContext, stack: Stack
) -> None:
    password = add_user(administrator, "pia")
    page = new_browser().new_page()
    page.goto("/")
    log_in_by_name(page, "pia", password)
    page.wait_for_url(re.compile(r"//[^/]+/crawls$"))
    body = {"name": "pia", "password": password, "program": "Nightly crawl"}
    tokens = requests.post(f"{stack.url}/api/auth/token", json=body, timeout=30).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    asked = f"{stack.url}/api/crawls"
    assert requests.get(asked, headers=headers, timeout=30).status_code == 200

    open_menu(page, "Settings")
    programs = page.get_by_role("region", name="Programs that are logged in")
    expect(programs).to_contain_text("Nightly crawl")
    programs.get_by_role("button", name="Log out Nightly crawl").click()
    page.get_by_role("dialog").get_by_role("button", name="Log out").click()
    expect(programs).to_contain_text("No program is logged in as you.")
    assert requests.get(asked, headers=headers, timeout=30).status_code == 401

    section = page.get_by_role("region", name="Password", exact=True)
    section.get_by_label("Password now").fill("not this one, surely")
    section.get_by_label("New password").fill(PASSWORD)
    section.get_by_role("button", name="Change the password").click()
    expect(section.get_by_role("alert")).to_have_text("That is not your password now.")
    section.get_by_label("Password now").fill(password)
    section.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.reload()
    see_logged_in(page, "pia")  # this browser stays logged in
    open_menu(page, "Log out")
    log_in_by_name(page, "pia", PASSWORD)
    see_logged_in(page, "pia")


def test_whoever_is_not_at_flickr_is_told_what_is_there(administrator: Page, new_browser: NewContext) -> None:
    password = add_user(administrator, "lou")
    page = new_browser().new_page()
    page.goto("/settings")
    log_in_by_name(page, "lou", password)
    page.wait_for_url(re.compile(r"//[^/]+/settings$"))
    account = page.get_by_role("region", name="Account", exact=True)
    expect(account).to_contain_text("Recommendations, faves and comments belong to people at Flickr.")
    expect(account.get_by_role("link", name="Log in with Flickr")).to_be_visible()
    expect(page.get_by_role("region", name="What you don’t see")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="Go to my crawls")).to_be_visible()
    page.get_by_role("button", name="Account menu of lou").click()
    expect(page.get_by_role("menuitem")).to_have_text([re.compile("Settings"), re.compile("Log out")])


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1440), ("dark", 1440)]
)
def test_no_page_of_accounts_shuts_anybody_out(
    administrator: Page, new_browser: NewContext, scheme: str, width: int
) -> None:
    name = f"axe-{scheme}-{width}"
    password = add_user(administrator, name, role="administrator")
    page = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()
    found = {}
    page.goto("/login?next=/users")
    fail_to_log_in(page, name)
    found["/login"] = violations_of(page, AXE)
    page.get_by_label("Password", exact=True).fill(password)
    page.keyboard.press("Enter")
    see_logged_in(page, name)
    for path in ("/users", "/settings"):
        page.goto(path)
        see_logged_in(page, name)
        page.wait_for_load_state("networkidle")
        found[path] = violations_of(page, AXE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide"
    page.goto("/users")
    page.get_by_role("button", name="Add a user").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["add"] = violations_of(page, AXE)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
