"""Whatever people and time do to an AI in whatever order: what is decided, used and recorded keeps to the policy.

The histories themselves are in ``lifecycle``; ``benchmarks/histories.py`` tries any number of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.property.governance.lifecycle.figures import told
from tests.property.governance.lifecycle.history import World
from tests.property.governance.lifecycle.machine import prepared, run

# The rules are tried on both databases where they are small; here it is their order.
pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world that every history begins with; taken back after all of them."""
    with django_db_blocker.unblock(), prepared() as built:
        yield built


def test_some_histories(world: World) -> None:
    met: Counter[str] = Counter()
    run(world, met, count=8, steps=20)
    assert met["attempts that changed something"]
    assert met["refused as NotAllowed"]


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(100))
def test_ten_thousand_histories(world: World, batch: int, capsys: pytest.CaptureFixture[str]) -> None:
    met: Counter[str] = Counter()
    run(world, met, count=100, steps=25, seeded=batch)
    with capsys.disabled():
        print(f"\nbatch {batch + 1}, no rule was broken:\n{told(met)}")
