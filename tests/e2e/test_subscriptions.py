"""Subscriptions as a person uses them: paste an address, see what it is, subscribe, look after it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.people import log_in
from tests.e2e.test_accessibility import AXE, violations_of

ADDRESS = "https://yande.re/post?tags=sunset"
PATIENCE = 60_000  # milliseconds; a source may have to be waited for


@pytest.fixture
def page(new_browser: NewContext) -> Page:
    """A page of somebody who may subscribe."""
    page = new_browser(bypass_csp=True).new_page()
    log_in(page, "adalindqvist")
    expect(page.get_by_role("button", name=re.compile("^Account menu of "))).to_be_visible()
    return page


def look_at(page: Page, text: str) -> None:
    """Have an address or a name looked at."""
    page.goto("/subscriptions")
    field = page.get_by_label("Address or name")
    field.fill(text)
    field.press("Enter")


def test_a_pasted_address_is_understood_subscribed_to_read_and_paused(page: Page) -> None:
    look_at(page, ADDRESS)
    understood = page.get_by_role("region", name="What was understood")
    expect(understood).to_contain_text("sunset", timeout=PATIENCE)
    expect(understood).to_contain_text("yande.re")
    understood.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_text(re.compile("^Subscribed to “sunset on yande.re”"))).to_be_visible()

    card = page.get_by_role("article").filter(has=page.get_by_role("link", name="sunset on yande.re"))
    expect(card).to_contain_text(re.compile(r"Last run .*: [\d,]+ new posts"), timeout=PATIENCE)
    card.get_by_role("button", name="Pause sunset on yande.re").click()
    expect(card).to_contain_text("Does not run while it is paused")

    look_at(page, ADDRESS)
    expect(understood).to_contain_text("This is subscribed to already.", timeout=PATIENCE)
    page.get_by_role("link", name="Show the subscription").click()
    page.wait_for_url(re.compile(r"/subscriptions/\d+$"))
    expect(page.get_by_role("heading", name="sunset on yande.re", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Done")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://nothing.example/gallery/7", re.compile(r"nothing\.example")),
        ("r/HiddenSketches", re.compile("private", re.IGNORECASE)),
        ("r/ThereIsNoSuchCommunity", re.compile("no |not ", re.IGNORECASE)),
    ],
)
def test_what_cannot_be_subscribed_to_is_told_why(page: Page, text: str, told: re.Pattern[str]) -> None:
    look_at(page, text)
    problem = page.get_by_role("alert").filter(has_text="This cannot be subscribed to")
    expect(problem).to_be_visible(timeout=PATIENCE)
    expect(problem).to_contain_text(told)


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_no_page_of_sources_shuts_anybody_out(new_browser: NewContext, scheme: str, width: int) -> None:
    page = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()
    found = {}
    page.goto("/subscriptions")
    own = page.get_by_role("article").first.get_by_role("link").first.get_attribute("href")
    assert own is not None
    for path in ("/subscriptions", own, "/sources", "/links"):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        found[path] = violations_of(page, AXE)
    assert {path: violations for path, violations in found.items() if violations} == {}
