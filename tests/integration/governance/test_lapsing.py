"""An approval lapses when what it rests on changes: once, in words, to a shorter end, and it is decided anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.governance.actions.lapsing import check_approvals
from attending.governance.actions.thresholds import retire_threshold
from attending.governance.models import Approval, Comparison, Gate, Lapse
from attending.ledger import guards
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions.deployments import plan_deployment, register_version, set_action_threshold
from attending.program.actions.organisation import add_site, add_unit, record_ehr
from attending.program.actions.people import deactivate_person, seat_person
from attending.program.actions.use_cases import agree_outcome, assess_risk
from attending.program.models import ModelVersion, RiskTier, Seat
from tests.integration.house import House, outcome
from tests.integration.passing import pass_gate

LAST_YEAR = date(2025, 6, 1)
THIS_YEAR = date(2026, 6, 1)


@pytest.fixture
def approval(house: House) -> Approval:
    return Approval.objects.get(deployment=house.deployment, ends_at__gt=timezone.now())


def new_version(house: House, version: str = "3.0", released_on: date = THIS_YEAR) -> ModelVersion:
    return register_version(
        house.cmio,
        house.use_case,
        name="Sepsis model",
        maker="In-house",
        intended_use="Alert",
        version=version,
        released_on=released_on,
    )


def replace_owner(house: House) -> None:
    seat_person(house.administrator, house.nurse, Seat.CLINICAL_OWNER, house.use_case)


def owner_leaves(house: House) -> None:
    deactivate_person(house.administrator, house.owner, reason="Moved away.")


def another_score(house: House) -> None:
    set_action_threshold(house.owner, house.deployment, Decimal("0.6"), reason="Fewer alerts.")


def lower_risk(house: House) -> None:
    assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="A nurse checks each alert.")


@pytest.mark.parametrize(
    ("change", "sealed", "now"),
    [
        (
            new_version,
            "The newest registered version of Sepsis model is 2.1.",
            "The newest registered version of Sepsis model is 3.0.",
        ),
        (replace_owner, "Olga Owner answers for it clinically.", "Nia Nurse answers for it clinically."),
        (owner_leaves, "Olga Owner answers for it clinically.", "Nobody answers for it clinically."),
        (another_score, "Staff act at a score of 0.5.", "Staff act at a score of 0.6."),
    ],
)
def test_what_changed_is_said_in_words_and_the_decision_is_asked_anew(
    house: House, approval: Approval, change: Callable[[House], object], sealed: str, now: str
) -> None:
    before = approval.ends_at
    change(house)
    lapse = Lapse.objects.get(approval=approval)
    assert [(each["sentence"], each["now"]) for each in lapse.broken] == [(sealed, now)]
    approval.refresh_from_db()
    assert approval.ends_at == lapse.ends_at == lapse.at + timedelta(days=14) < before
    gate = lapse.gate
    assert gate is not None
    assert (gate.asked_by, gate.deployment, gate.target) == (None, house.deployment, "live")
    assert sealed in gate.reason
    assert gate.proposal is None or gate.proposal.supersedes == approval.decision
    told = Entry.objects.filter(object=f"approval:{approval.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(told)[-3:] == ["approval.ended", "approval.lapsed", "approval.reopened"]
    assert verify().ok
    house.deployment.refresh_from_db()
    assert house.deployment.state == "live"


def test_what_changes_back_has_lapsed_all_the_same_and_lapses_once(house: House, approval: Approval) -> None:
    another_score(house)
    first = Lapse.objects.get(approval=approval)
    set_action_threshold(house.owner, house.deployment, Decimal("0.5"), reason="As it was.")
    replace_owner(house)
    assert list(Lapse.objects.filter(approval=approval)) == [first]
    assert [each["key"] for each in Lapse.objects.get().broken] == ["action-threshold"]
    assert Gate.objects.filter(deployment=house.deployment, closed_at=None).count() == 1


def test_an_older_version_changes_nothing(house: House, approval: Approval) -> None:
    new_version(house, "1.9", LAST_YEAR)
    assert not Lapse.objects.exists()
    assert Comparison.objects.get(approval=approval).at >= approval.starts_at


def test_what_nobody_had_said_is_nothing_that_a_decision_rests_on(house: House, approval: Approval) -> None:
    record_ehr(house.platform, house.deployment.unit.site, "May 2026")
    house.agree()
    assert not Lapse.objects.exists()
    assert not {"ehr-version", "oversight-thresholds"} & {each["key"] for each in approval.claims}


def test_what_is_taken_away_breaks_its_sentence(house: House, approval: Approval) -> None:
    claim = {"key": "oversight-thresholds", "sentence": "It was agreed to stop when AUROC is below 0.7.", "value": "x"}
    with transaction.atomic():
        house_threshold = house.agree()
    assert not Lapse.objects.exists()
    _with_claims(approval, [claim])
    retire_threshold(house.owner, house_threshold, reason="It says nothing here.")
    broken = Lapse.objects.get(approval=approval).broken
    assert [each["now"] for each in broken] == ["No oversight threshold is agreed: nothing would make us stop."]


def _with_claims(approval: Approval, claims: list[dict[str, str]]) -> None:
    """Past the guards, as if it had been sealed so."""
    guards.remove(connection, tables=["governance_approval"])
    Approval.objects.filter(pk=approval.pk).update(claims=claims)
    guards.install(connection, tables=["governance_approval"])


def test_a_grace_never_puts_the_end_off(house: House, approval: Approval) -> None:
    soon = timezone.now() + timedelta(days=3)
    Approval.objects.filter(pk=approval.pk).update(ends_at=soon)
    another_score(house)
    approval.refresh_from_db()
    assert approval.ends_at == Lapse.objects.get().ends_at == soon


def test_a_use_case_planned_for_a_new_site_rests_on_another_decision(house: House) -> None:
    stage = _approved_stage(house)
    site = add_site(house.administrator, "North")
    plan_deployment(
        house.cmio,
        house.use_case,
        unit=add_unit(house.administrator, site, "ICU"),
        model_version=house.deployment.model_version,
    )
    lapse = Lapse.objects.get(approval=stage)
    assert [(each["sentence"], each["now"]) for each in lapse.broken] == [
        ("It is planned for Main.", "It is planned for Main and North.")
    ]
    # The unit that runs at Main rests on nothing that changed.
    assert Lapse.objects.count() == 1


def _approved_stage(house: House) -> Approval:
    agree_outcome(house.owner, house.use_case, outcome())
    return pass_gate(house, house.use_case, "readiness")


def test_the_database_keeps_a_lapse_and_the_end_of_its_approval(house: House, approval: Approval) -> None:
    another_score(house)
    lapse = Lapse.objects.get()
    for change in (
        {"broken": []},
        {"ends_at": lapse.ends_at + timedelta(days=1)},
        {"at": lapse.at - timedelta(days=1)},
        {"gate": None},
    ):
        with pytest.raises(DatabaseError, match="a lapse stands as it was recorded"), transaction.atomic():
            Lapse.objects.filter(pk=lapse.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Lapse.objects.filter(pk=lapse.pk).delete()
    with pytest.raises(DatabaseError, match="only ends earlier"), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(ends_at=lapse.ends_at + timedelta(seconds=1))


def test_the_database_refuses_a_lapse_that_leaves_its_approval_standing(house: House, approval: Approval) -> None:
    now = timezone.now()
    with pytest.raises(DatabaseError, match="brings the end of its approval forward"), transaction.atomic():
        Lapse.objects.create(approval=approval, at=now, broken=[], ends_at=now + timedelta(days=1))


def test_comparing_again_records_nothing_but_when(house: House, approval: Approval) -> None:
    entries = Entry.objects.count()
    later = timezone.now() + timedelta(days=2)
    assert check_approvals(house.use_case, later) == []
    assert Comparison.objects.get(approval=approval).at == later
    assert Entry.objects.count() == entries
