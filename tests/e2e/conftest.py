"""The running system and a real browser."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from fovea.database.engine import migrate
from fovea_cli import demonstration
from tests.harness.redis import redis_server
from tests.harness.simulated_flickr import SimulatedFlickr
from tests.harness.stack import Stack, running_stack

ROOT = Path(__file__).parents[2]
WEBSITE = ROOT / "frontend" / "dist"
RESULTS = ROOT / "test-results"

# Debian's Chromium, quiet and without a sandbox of its own (which wants rights that containers do not have).
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def _cache() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def stack(_cache: str, _aws_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system with the built website, on SQLite, with a simulated Flickr that takes 50 ms an
    answer.
    """
    assert (WEBSITE / "index.html").is_file(), "build the website first: make e2e"
    url = f"sqlite:///{tmp_path_factory.mktemp('e2e') / 'fovea.sqlite3'}"
    migrate(url)
    settings = {
        "FOVEA_FRONTEND_FOLDER": str(WEBSITE),
        "FOVEA_STORAGE_URL": str(tmp_path_factory.mktemp("e2e-objects")),
        "FOVEA_ADMINISTRATORS": demonstration.ADMINISTRATOR,
        "FOVEA_SIMULATOR_USERS": "700",
        "FOVEA_SIMULATOR_LATENCY_MILLISECONDS": "50",
        # All of these people sit behind one address.
        **{f"FOVEA_LIMIT_{what}": "10000/minute" for what in ("LOGINS", "LOOKUPS", "RUNS", "GROUPS")},
    }
    with running_stack(
        database_url=url, redis_url=_cache, aws_endpoint=_aws_server, settings=settings
    ) as running:
        yield running


@pytest.fixture
def flickr(stack: Stack) -> Iterator[SimulatedFlickr]:
    """The simulated Flickr itself, well again after the test."""
    simulated = SimulatedFlickr(stack.simulator_url, api_key=stack.environment["FLICKR_API_KEY"])
    yield simulated
    simulated.set_faults()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "Chromium is not installed: run scripts/install-test-servers"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_browser(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[NewContext]:
    """Makes browsers of different people: nothing is shared between them.

    Pictures of failures go to test-results/.
    """
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        usual: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
        context = browser.new_context(base_url=stack.url, **(usual | options))
        opened.append(context)
        return context

    yield open_one
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(opened):
        if failed:
            RESULTS.mkdir(exist_ok=True)
            for tab, page in enumerate(context.pages):
                name = re.sub(r"\W+", "-", request.node.name)
                page.screenshot(path=RESULTS / f"{name}-{number}-{tab}.png")
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.failed:  # type: ignore[attr-defined]
        item.failed = True  # type: ignore[attr-defined]
    return report


@pytest.fixture
def page(new_browser: NewContext) -> Iterator[Page]:
    """A page on a desktop screen. The test fails if the page reports an error of its own."""
    opened = new_browser().new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.extend(complaints(message)))
    yield opened
    assert errors == []


def complaints(message: ConsoleMessage) -> list[str]:
    """Errors of the console, but not those of answers that a test asked for (404 and the like)."""
    if message.type != "error" or "Failed to load resource" in message.text:
        return []
    return [message.text]
