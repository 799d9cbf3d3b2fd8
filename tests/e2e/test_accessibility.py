"""Every page, light and dark, through axe: no violation of WCAG 2.2 A and AA."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, NewContext
from tests.e2e.people import ADA, EMIL, ROSA, log_in, photos, see_everything_read, see_photos

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is well on a page is much, and to tell all of it takes longer than to look for what is not.
VIOLATIONS = """async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)
}"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_shuts_anybody_out(new_browser: NewContext, scheme: str, width: int) -> None:
    page = new_browser(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    ).new_page()
    violations: dict[str, Any] = {}
    log_in(page, "emilkeller")
    see_everything_read(page)
    for path in (
        "/",
        f"/flickr/{EMIL}",
        f"/flickr/{ADA}",
        f"/flickr/{EMIL}/method",
        f"/flickr/{EMIL}/add-favorites",
        f"/flickr/{ROSA}",
        "/settings",
        "/none",
    ):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        page.wait_for_load_state("networkidle", timeout=60_000)  # a run is asked for until it has ended
        violations[path] = violations_of(page, AXE)
    page.goto(f"/flickr/{EMIL}")
    see_photos(page)
    for name, panel in (
        ("why", photos(page).first.get_by_role("button", name=re.compile("faved this"))),
        ("menu", photos(page).first.get_by_role("button", name=re.compile("^More for "))),
        ("steer", page.get_by_role("button", name=re.compile("^Steer"))),
    ):
        panel.click(force=True)
        expect(page.get_by_role("menu" if name == "menu" else "dialog")).to_be_visible()
        page.wait_for_load_state("networkidle")
        violations[name] = violations_of(page, AXE)
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu" if name == "menu" else "dialog")).to_have_count(0)
    assert {path: found for path, found in violations.items() if found} == {}


def violations_of(page: Page, axe: Path) -> list[str]:
    """What axe has against a page: rule, and the first element that breaks it; and ids given twice, which
    axe passes over where nothing refers to them.
    """
    page.add_script_tag(path=axe)
    found: list[str] = page.evaluate(VIOLATIONS, RULES)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(({ id }) => id)")
    return found + [f"the id {one} is given {many} times" for one, many in Counter(ids).items() if many > 1]
