from __future__ import annotations

import pytest

from attending.workflow.rules import study
from tests.integration.house import House
from tests.integration.workflow.hazard_world import HazardWorld, build_world
from tests.integration.workflow.world import Ward, build_ward


@pytest.fixture(autouse=True)
def _few_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Studies of few patients, because each takes its time; a crowd of 960 a day still fills a shift."""
    monkeypatch.setattr(study, "PATIENTS", 4_000)
    monkeypatch.setattr(study, "REPLICATIONS", 4)


@pytest.fixture
def ward(house: House) -> Ward:
    return build_ward(house)


@pytest.fixture
def world(house: House) -> HazardWorld:
    return build_world(house)
