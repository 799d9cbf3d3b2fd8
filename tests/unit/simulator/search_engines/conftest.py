"""Sources ask the simulated engines as often as they like."""

import pytest

from puller.politeness import sharing


@pytest.fixture(autouse=True)
def no_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing.Politeness, "_budgets_of", lambda _politeness, _site: [])
