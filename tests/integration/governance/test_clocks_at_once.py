"""Two clocks at the same time tell each level once and pause once; each action waits for its turn at the record."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from attending.governance.actions.acknowledging import acknowledge, acknowledge_drill
from attending.governance.actions.agreements import offer_agreement
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.escalating import escalate
from attending.governance.actions.snoozing import snooze_breach
from attending.governance.models import Breach, EscalationLevel
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.notices.clock import run
from attending.program.models import DeploymentStateChange
from attending.program.models.deployments import State
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, begin_with_house
from tests.integration.turns import in_turn

CLOCKS = 4


@pytest.mark.django_db(transaction=True)
def test_clocks_at_once_tell_each_level_once_and_pause_once() -> None:
    house = begin_with_house()
    house.agree(deputy=house.operations)
    signed_agreement(house)
    house.measure(0.62)
    breach = Breach.objects.get()

    def together(now: datetime) -> None:
        start = Barrier(CLOCKS)

        def tick(_: int) -> None:
            start.wait()
            try:
                list(run(now))
            finally:
                connection.close()

        with ThreadPoolExecutor(CLOCKS) as pool:
            list(pool.map(tick, range(CLOCKS)))

    for hours in (5, 30, 50):
        together(breach.opened_at + timedelta(hours=hours))
    assert sorted(EscalationLevel.objects.values_list("level", flat=True)) == [0, 1, 2, 3]
    assert DeploymentStateChange.objects.filter(after=State.PAUSED).count() == 1
    assert Entry.objects.filter(object=f"breach:{breach.pk}").count() == 6
    assert verify().ok


def breached(house: House) -> Breach:
    house.agree()
    house.measure(0.62)
    return Breach.objects.get()


def acknowledging(house: House) -> Callable[[], object]:
    breach = breached(house)
    return lambda: acknowledge(house.owner, breach)


def snoozing(house: House) -> Callable[[], object]:
    breach = breached(house)
    acknowledge(house.owner, breach)
    return lambda: snooze_breach(house.owner, breach, until=timezone.now() + timedelta(days=1), reason="Vendor.")


def drilling(house: House) -> Callable[[], object]:
    threshold = house.agree()
    return lambda: open_drill(house.cmio, threshold)


def answering_a_drill(house: House) -> Callable[[], object]:
    drill = open_drill(house.cmio, house.agree())
    return lambda: acknowledge_drill(house.owner, drill)


def offering(house: House) -> Callable[[], object]:
    house.agree()
    return lambda: offer_agreement(house.safety, house.deployment)


def escalating(house: House) -> Callable[[], object]:
    breach = breached(house)
    return lambda: list(escalate(breach.opened_at + timedelta(hours=30)))


def pausing(house: House) -> Callable[[], object]:
    house.agree()
    signed_agreement(house)
    house.measure(0.62)
    breach = Breach.objects.get()
    return lambda: list(escalate(breach.opened_at + timedelta(hours=50)))


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.parametrize(
    "prepared", [acknowledging, snoozing, drilling, answering_a_drill, offering, escalating, pausing]
)
def test_the_record_is_locked_first_and_no_row_with_its_key(
    house: House, prepared: Callable[[House], Callable[[], object]]
) -> None:
    in_turn(prepared(house))
