from __future__ import annotations

from typing import Any

import pytest

from attending.strategy.rules import plan_record


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan anew under five re-runs of the panel, because each takes a solve."""
    monkeypatch.setattr(plan_record, "DRAWS", 5)


@pytest.fixture
def demonstration(settings: Any) -> None:
    """Pages open without a second factor."""
    settings.ATTENDING_DEMO = True
