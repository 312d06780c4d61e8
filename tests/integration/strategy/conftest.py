from __future__ import annotations

import pytest

from attending.strategy.rules import plan_record
from tests.integration.house import begin_with_house
from tests.integration.kept import kept
from tests.integration.strategy.plans import World, build_world

_begin_with_world = kept(lambda: build_world(begin_with_house()), guarded=False)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan anew under five re-runs of the panel, because each takes a solve."""
    monkeypatch.setattr(plan_record, "DRAWS", 5)


@pytest.fixture
def world(db: None) -> World:
    """A house with a panel whose use cases are judged and estimated, and nothing planned."""
    return _begin_with_world()
