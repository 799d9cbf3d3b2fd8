"""Commands that wait for nothing, and that find no key of this machine."""

import pytest

from fovea_cli import checking, crawl, query, scraping, watching


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (checking, crawl, query, scraping, watching):
        monkeypatch.setattr(module, "POLL_SECONDS", 0.0)
    monkeypatch.delenv("FOVEA_API_KEY", raising=False)
