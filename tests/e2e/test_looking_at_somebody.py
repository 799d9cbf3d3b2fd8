"""Anybody may look: paste a name, watch it being read, see photos and people with their reasons."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.people import ADA, KENJI, look_up, photos, see_everything_read, see_photos
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import Stack


def test_a_pasted_address_leads_over_honest_progress_to_photos_and_people(page: Page) -> None:
    look_up(page, "https://www.flickr.com/photos/kenjimori/?utm_source=mail#top")
    expect(page).to_have_url(re.compile(f"/flickr/{KENJI}$"))
    progress = page.get_by_role("region", name="Progress")
    expect(progress).to_contain_text(re.compile(r"\d+ of \d+ photographers? read"))
    see_photos(page)
    assert progress.is_visible(), "the first photos come while the rest is still being read"
    see_everything_read(page)
    tile = photos(page).first
    expect(tile).to_contain_text(re.compile(r"\d+ photographers? whose work they fave faved this: \S"))
    expect(tile.get_by_role("heading").get_by_role("link")).to_have_attribute("target", "_blank")
    people = page.get_by_role("region", name="People they might follow")
    expect(people.get_by_role("article").first).to_contain_text(re.compile(r"\d+ favou?rites? in common"))
    expect(people.get_by_role("link", name=re.compile("^Follow on Flickr")).first).to_be_visible()


def test_somebody_elses_list_can_only_be_looked_at(page: Page) -> None:
    look_up(page, ADA)
    see_everything_read(page)
    for name in ("^Fave ", "^Dismiss ", "^Comment on "):
        expect(page.get_by_role("button", name=re.compile(name))).to_have_count(0)


def test_the_list_goes_on_while_one_scrolls_and_says_where_it_ends(page: Page) -> None:
    look_up(page, ADA)
    see_everything_read(page)
    first = photos(page).first.get_by_role("button", name=re.compile("^Open ")).get_attribute("aria-label")
    with page.expect_response(re.compile(r"/recommendations\?.*cursor=")):
        page.keyboard.press("End")
    page.keyboard.press("End")
    expect(photos(page).first.get_by_role("button", name=re.compile("^Open "))).not_to_have_attribute(
        "aria-label", first or ""
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nobody is called like this", "Nobody on Flickr"),
        ("https://www.flickr.com.evil.example/photos/adalindqvist", "Flickr"),
        ("javascript:alert(1)", "Flickr"),
    ],
)
def test_a_name_that_means_nobody_is_answered_in_words_and_nothing_else_happens(
    page: Page, text: str, words: str
) -> None:
    look_up(page, text)
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(page).to_have_url(re.compile("/$"))
    expect(page.get_by_label("A Flickr address or name")).to_have_value(text)


def test_a_private_account_and_a_deleted_one_are_told_apart(page: Page) -> None:
    look_up(page, "karimhaddad")
    expect(page.get_by_text(re.compile("private"))).to_be_visible()
    look_up(page, "30219774@N02")
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()


def test_when_flickr_is_down_the_page_says_so_and_later_it_works(page: Page, flickr: SimulatedFlickr) -> None:
    flickr.set_faults(error_rate=1.0, http_status=503)
    look_up(page, "luciaconti")
    expect(page.get_by_role("alert").filter(has_text="Flickr")).to_be_visible(timeout=60_000)
    flickr.set_faults()
    look_up(page, "luciaconti")
    see_photos(page)


def test_the_page_says_that_flickr_is_simulated_and_leads_to_people_to_try(page: Page, stack: Stack) -> None:
    page.goto("/")
    link = page.get_by_role("link", name="Pick a demo user")
    expect(link).to_have_attribute("href", re.compile(re.escape(stack.simulator_url)))
    page.goto(stack.simulator_url)
    page.get_by_role("link", name=re.compile("recommendations")).first.click()
    page.wait_for_url(re.compile(r"/flickr/\d+@N\d+"))


def test_an_address_that_leads_nowhere_leads_back(page: Page) -> None:
    page.goto("/no/such/page")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page.get_by_role("link", name="Go to the start page").click()
    expect(page.get_by_label("A Flickr address or name")).to_be_visible()


def test_a_phone_shows_the_same_without_scrolling_sideways(new_browser: NewContext) -> None:
    page = new_browser(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    look_up(page, ADA)
    see_photos(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
