"""Logged in: fave, comment, dismiss, undo; onboarding; leaving."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewContext
from tests.e2e.people import (
    EMIL,
    LUCIA,
    ROSA,
    WANJIRU,
    log_in,
    look_up,
    open_menu,
    photos,
    press_fave,
    see_everything_read,
    title_of,
)
from tests.harness.processes import wait_until
from tests.harness.simulated_flickr import SimulatedFlickr


def test_logging_in_leads_to_own_recommendations(page: Page) -> None:
    log_in(page, "luciaconti")
    page.wait_for_url(re.compile(f"/flickr/{LUCIA}"))
    see_everything_read(page)
    expect(page.get_by_role("heading", name="Photos for you")).to_be_visible()


def test_whoever_refuses_on_flickr_is_told_and_not_logged_in(page: Page) -> None:
    log_in(page, "luciaconti", allow=False)
    expect(page.get_by_text("You did not give Fovea access on Flickr")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Log in")).first).to_be_visible()


def test_a_fave_reaches_flickr_and_changes_the_list_within_seconds(
    page: Page, flickr: SimulatedFlickr
) -> None:
    log_in(page, "luciaconti")
    see_everything_read(page)
    before = set(flickr.favorites_of(LUCIA))
    tile = photos(page).first
    title = title_of(tile)
    button = page.get_by_role("button", name=f"Fave {title}", exact=True).first
    # The list is listened to from before the fave: it may be read again before Flickr is looked at.
    with page.expect_response(lambda response: "/recommendations?" in response.url, timeout=40_000):
        faved = press_fave(page, button)
        assert faved.status == 200
        assert faved.json()["run"] is not None
        expect(button).to_have_attribute("aria-pressed", "true")
        wait_until(lambda: len(set(flickr.favorites_of(LUCIA)) - before) == 1, what="the fave on Flickr")
    press_fave(page, button)
    expect(button).to_have_attribute("aria-pressed", "false")
    wait_until(lambda: set(flickr.favorites_of(LUCIA)) == before, what="the fave to be taken back")


def test_a_fave_that_flickr_refuses_is_taken_back_and_explained(page: Page, flickr: SimulatedFlickr) -> None:
    log_in(page, "luciaconti")
    see_everything_read(page)
    button = photos(page).nth(1).get_by_role("button", name=re.compile("^Fave "))
    flickr.set_faults(error_rate=1.0, http_status=503, methods=["flickr.favorites.add"])
    button.click(force=True)
    expect(page.get_by_text(re.compile("was not faved"))).to_be_visible(timeout=40_000)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_dismissed_photo_and_person_go_and_come_back_by_undo(page: Page) -> None:
    log_in(page, "emilkeller")
    page.wait_for_url(re.compile(f"/flickr/{EMIL}"))
    see_everything_read(page)
    dismiss = photos(page).first.get_by_role("button", name=re.compile("^Dismiss "))
    label = dismiss.get_attribute("aria-label") or ""
    gone = page.get_by_role("button", name=label, exact=True)
    dismiss.click(force=True)
    expect(gone).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(gone.first).to_be_visible()
    person = page.get_by_role("region", name="People to follow").get_by_role("article").first
    name = person.get_by_role("heading").inner_text()
    person.get_by_role("button", name=f"Dismiss {name}").click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0)
    page.reload()
    see_everything_read(page)
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0)
    open_menu(page, "Settings")
    page.get_by_role("button", name=f"Bring back {name}").click()
    expect(page.get_by_role("button", name=f"Bring back {name}")).to_have_count(0)


def test_a_dismissal_that_fails_brings_the_photo_back_and_says_why(page: Page) -> None:
    log_in(page, "emilkeller")
    see_everything_read(page)
    tile = photos(page).first
    title = title_of(tile)
    page.route("**/api/dismissals/**", lambda route: route.abort())
    tile.get_by_role("button", name=f"Dismiss {title}", exact=True).click(force=True)
    expect(page.get_by_text(f"“{title}” was not dismissed.")).to_be_in_viewport()
    expect(page.get_by_role("button", name=f"Dismiss {title}", exact=True).first).to_be_attached()


def test_a_comment_appears_on_flickr_with_every_sign_in_it(page: Page) -> None:
    log_in(page, "emilkeller")
    see_everything_read(page)
    tile = photos(page).first
    tile.get_by_role("button", name=re.compile("^Comment on ")).click(force=True)
    words = "What light! <b>“Größe”</b> 写真 🌿"
    page.get_by_label("Your comment").fill(words)
    with page.expect_response(re.compile(r"/comments$")) as answered:
        page.get_by_role("button", name="Post comment").click()
    assert answered.value.status == 201
    expect(page.get_by_text("Your comment is on Flickr.")).to_be_visible()
    url = answered.value.json()["comment"]["url"]
    page.goto(url)
    expect(page.get_by_text(words)).to_be_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    log_in(page, "emilkeller")
    see_everything_read(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    with page.expect_response(re.compile(r"/api/dismissals/posts/\d+")):
        page.keyboard.press("x")
    with page.expect_response(re.compile(r"/api/dismissals/posts/\d+")) as undone:
        page.keyboard.press("u")
    assert undone.value.request.method == "DELETE"


def test_with_few_favourites_the_groups_help_until_there_is_enough(page: Page) -> None:
    log_in(page, "rosavidal")
    page.wait_for_url(re.compile(f"/flickr/{ROSA}"))
    page.get_by_role("link", name="Find photos to fave").click()
    goal = page.get_by_role("region", name="Progress to your recommendations")
    expect(goal).to_contain_text("3 of 5 favo")
    for _ in range(8):
        if page.get_by_role("link", name="Take me to my recommendations").count():
            break
        unfaved = page.get_by_role("button", name=re.compile("^Fave "), pressed=False).first
        with page.expect_response(re.compile(r"/api/favorites/\d+")) as answered:
            unfaved.click()
        assert answered.value.status == 200, answered.value.text()
        page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    page.get_by_role("link", name="Take me to my recommendations").click()
    page.wait_for_url(re.compile(f"/flickr/{ROSA}$"))
    see_everything_read(page)


def test_logging_out_ends_this_browser_only(new_browser: NewContext) -> None:
    one, other = new_browser().new_page(), new_browser().new_page()
    for page in (one, other):
        log_in(page, "wanjirumensah")
        page.wait_for_url(re.compile(f"/flickr/{WANJIRU}"))
    open_menu(one, "Log out")
    expect(one.get_by_role("link", name=re.compile("Log in")).first).to_be_visible()
    other.reload()
    expect(other.get_by_role("button", name=re.compile("^Account menu of "))).to_be_visible()


def test_deleting_the_account_ends_every_session_and_forgets_what_was_dismissed(
    new_browser: NewContext,
) -> None:
    one, other = new_browser().new_page(), new_browser().new_page()
    for page in (one, other):
        log_in(page, "wanjirumensah")
        see_everything_read(page)
    dismiss = photos(one).first.get_by_role("button", name=re.compile("^Dismiss "))
    with one.expect_response(re.compile(r"/api/dismissals/posts/\d+")):
        dismiss.click(force=True)
    one.goto("/settings")
    one.get_by_role("button", name="Delete my account").click()
    one.get_by_label("Type “delete”").fill("delete")
    one.get_by_role("dialog").get_by_role("button", name="Delete my account").click()
    expect(one.get_by_text("Your account and its data are deleted.")).to_be_visible()
    other.goto("/settings")
    expect(other.get_by_text("You are not logged in.")).to_be_visible()
    log_in(one, "wanjirumensah")
    one.goto("/settings")
    expect(one.get_by_text("Nothing is muted, and there is nothing you want less of.")).to_be_visible()


def test_the_export_is_everything_about_me_and_never_the_token(page: Page) -> None:
    log_in(page, "emilkeller")
    page.goto("/settings")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my data").click()
    text = download.value.path().read_text()
    assert EMIL in text
    assert "secret" not in text


def test_logged_in_one_still_cannot_touch_somebody_elses_list(page: Page) -> None:
    log_in(page, "luciaconti")
    look_up(page, EMIL)
    see_everything_read(page)
    expect(page.get_by_role("button", name=re.compile("^Fave "))).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Dismiss "))).to_have_count(0)
