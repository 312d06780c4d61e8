"""Incidents: reported by anyone, judged, acted on, reported to others, closed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.registries import evidence, worklist
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from attending.safety.actions.incidents.closing import answer_duty, close_incident
from attending.safety.actions.incidents.doing import add_action, close_action, report_done
from attending.safety.actions.incidents.judging import Judgement, judge, name_investigator
from attending.safety.actions.record import Identifying
from attending.safety.models import DutyState, EventKind, Incident
from attending.safety.queries.incidents import whole
from attending.safety.rules.incidents import duties_of
from tests.integration.house import House
from tests.integration.pages import stranger
from tests.integration.safety.world import acted_on, raised, ready, report


def titles(person: Any) -> list[str]:
    wanted = ("incident", "action")
    return [each.title for each in worklist.for_person(person) if any(word in each.title for word in wanted)]


def finding(house: House) -> tuple[FindingState, str]:
    found = next(each for each in evidence.findings(house.deployment) if each.item == "incidents")
    return found.state, found.summary


@pytest.mark.parametrize(
    ("kind", "harm", "state"),
    [
        (EventKind.INCIDENT, "mild", FindingState.MET),
        (EventKind.NEAR_MISS, "", FindingState.MET),
        (EventKind.INCIDENT, "moderate", FindingState.PARTIAL),
        (EventKind.INCIDENT, "death", FindingState.PARTIAL),
        (EventKind.INCIDENT, "unknown", FindingState.PARTIAL),
    ],
)
def test_an_open_incident_holds_a_gate_up_only_where_it_did_more_than_mild_harm(
    house: House, kind: EventKind, harm: str, state: FindingState
) -> None:
    incident = report(house)
    name_investigator(house.safety, incident, house.safety)
    judge(house.safety, incident, Judgement(kind=kind, harm=harm, factors=["data"], hazards=[]))
    assert finding(house)[0] == state
    assert ("more than mild harm, or not judged yet" in finding(house)[1]) == (state == FindingState.PARTIAL)


def test_from_its_report_to_its_closing(house: House) -> None:
    assert finding(house) == (FindingState.MET, "None is on record.")
    incident = report(house)
    assert finding(house) == (FindingState.MISSING, "1 on record, 1 open, 1 of them investigated by nobody.")
    assert titles(house.safety) == ["Name who investigates an incident"]
    name_investigator(house.safety, incident, house.safety)
    assert finding(house) == (FindingState.MET, "1 on record, 1 open."), "it did little harm and is in hand"
    action = acted_on(house, incident)
    assert titles(house.operations) == ["Do what an incident asks for"]
    with pytest.raises(Refused, match=r"What contributed was not judged\. 1 of 1 actions is not closed\. Not answered"):
        close_incident(house.owner, incident, learnt="Watch feeds.")
    report_done(house.operations, action, proof="Alarm tested.")
    assert "Close an action after an incident" in titles(house.safety)
    close_action(house.safety, action)
    judge(house.safety, incident, Judgement(kind=EventKind.INCIDENT, harm="none", factors=["data"], hazards=["late"]))
    for key in duties():
        answer_duty(house.safety, incident, key, state=DutyState.NOT_APPLICABLE, reason="Not in the EU.")
    assert titles(house.owner) == ["Close an incident"]
    closed = close_incident(house.owner, incident, learnt="Watch feeds.")
    assert (closed.closed_by, closed.learnt) == (house.owner, "Watch feeds.")
    assert finding(house) == (FindingState.MET, "1 on record, 0 open.")
    assert titles(house.owner) == titles(house.safety) == []
    verbs = set(Entry.objects.filter(object=f"incident:{incident.pk}").values_list("verb", flat=True))
    assert verbs == {
        "incident.reported",
        "incident.judged",
        "incident.investigator_named",
        "incident.action_added",
        "incident.action_done",
        "incident.action_closed",
        "incident.duty_answered",
        "incident.closed",
    }
    assert verify().ok


def test_nothing_is_changed_once_it_is_closed(house: House) -> None:
    incident = ready(house)
    action = incident.actions.get()
    close_incident(house.owner, incident, learnt="Watch feeds.")
    for act in (
        lambda: judge(house.safety, incident, Judgement(kind=EventKind.UNSAFE)),
        lambda: name_investigator(house.safety, incident, house.owner),
        lambda: acted_on(house, incident),
        lambda: report_done(house.operations, action, proof="Again."),
        lambda: answer_duty(house.safety, incident, "pso", state=DutyState.DONE, reason="No. 3"),
        lambda: close_incident(house.owner, incident, learnt="More."),
    ):
        with pytest.raises(Refused, match="This incident is closed"):
            act()


def test_nobody_closes_what_they_investigated_owned_or_did(house: House) -> None:
    incident = ready(house)
    with pytest.raises(NotAllowed, match="You investigated this incident"):
        close_incident(house.safety, incident, learnt="Mine.")
    owned = acted_on(house, incident)
    with pytest.raises(Refused, match="Nobody reported this action done"):
        close_action(house.safety, owned)
    report_done(house.safety, owned, proof="I did it for them.")
    with pytest.raises(NotAllowed, match="somebody else has to close it"):
        close_action(house.safety, owned)
    with pytest.raises(NotAllowed, match="somebody else has to close it"):
        close_action(house.operations, owned)
    assert close_action(house.owner, owned).closed_by == house.owner
    with pytest.raises(Refused, match="closed already"):
        close_action(house.owner, owned)


def test_handing_the_investigation_over_does_not_let_one_close_it(house: House) -> None:
    incident = ready(house)
    name_investigator(house.safety, incident, house.operations)
    with pytest.raises(NotAllowed, match="You investigated this incident"):
        close_incident(house.safety, incident, learnt="Mine.")
    assert close_incident(house.owner, incident, learnt="Watch feeds.").closed_by == house.owner


def test_it_begins_with_a_concern_once(house: House) -> None:
    concern = raised(house)
    incident = report(house, concern=concern, deployment=None, happened_on=timezone.localdate())
    assert (incident.deployment, incident.unit) == (house.deployment, house.deployment.unit)
    with pytest.raises(Refused, match="an incident already"):
        report(house, concern=concern, happened_on=timezone.localdate())


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"what": " "}, "What happened is missing"),
        ({"what": "x" * 4_001}, "4,001 characters; write at most 4,000"),
        ({"happened_on": timezone.localdate() + timedelta(days=1)}, "yet to come"),
        ({"aware_at": timezone.now() + timedelta(days=400)}, "yet to come"),
        ({"aware_at": timezone.now() - timedelta(days=400)}, "before it happened"),
        ({"judgement": Judgement(kind=EventKind.INCIDENT)}, "Choose a level of harm: Death"),
        ({"judgement": Judgement(kind=EventKind.UNSAFE, factors=["moon"])}, "no contributing factor moon"),
        ({"judgement": Judgement(kind=EventKind.UNSAFE, hazards=["Über"])}, "'Über' is no key of a hazard"),
        ({"judgement": Judgement(kind=EventKind.UNSAFE, hazards=["a"] * 21)}, "21 hazards are named"),
    ],
)
def test_bad_reports_are_refused_and_leave_nothing(house: House, changes: dict[str, Any], refusal: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=refusal):
        report(house, **changes)
    assert (Incident.objects.count(), Entry.objects.count()) == (0, before)


def test_every_text_is_scanned(house: House) -> None:
    with pytest.raises(Identifying):
        report(house, what="The one with MRN 1234567 died.")
    incident = ready(house)
    for act in (
        lambda: close_incident(house.owner, incident, learnt="Call 555-123-4567."),
        lambda: add_action(
            house.safety, incident, what="Ask a.b@c.org", owner=house.owner, due_on=timezone.localdate()
        ),
        lambda: answer_duty(house.safety, incident, "pso", state=DutyState.DONE, reason="born 3/4/1958"),
        lambda: judge(house.safety, incident, Judgement(kind=EventKind.UNSAFE, found="SSN 123-45-6789")),
    ):
        with pytest.raises(Identifying):
            act()


def test_rights_reach_no_further_than_the_house(house: House) -> None:
    incident, outsider = report(house), stranger()
    for person in (outsider, house.administrator):
        for act in (
            lambda person=person: name_investigator(person, incident, house.owner),
            lambda person=person: judge(person, incident, Judgement(kind=EventKind.UNSAFE)),
            lambda person=person: close_incident(person, incident, learnt="Mine."),
        ):
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotAllowed):
        report_done(outsider, acted_on(house, incident), proof="Mine.")
    with pytest.raises(NotAllowed):
        report(house, concern=None, deployment=None, unit=_elsewhere(outsider))
    with pytest.raises(Refused, match="cannot be asked"):
        name_investigator(house.safety, incident, outsider)
    with pytest.raises(Refused, match="which is past"):
        acted_on(house, incident, by=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="no reporting duty 'moon'"):
        answer_duty(house.safety, incident, "moon", state=DutyState.DONE, reason="No. 3")


def _elsewhere(person: Any) -> Any:
    site = person.organisation.sites.create(name="Far")
    return site.units.create(name="Away")


def test_deadlines_count_from_awareness_and_shorten_on_death(house: House) -> None:
    aware = timezone.now() - timedelta(days=12)
    happened = timezone.localdate(aware)
    incident = report(house, aware_at=aware, happened_on=happened)

    def due(key: str) -> tuple[int | None, bool]:
        standing = next(each for each in duties_of(whole(incident), duties()) if each.duty.key == key)
        days = None if standing.due_at is None else (standing.due_at - aware).days
        return days, standing.late(timezone.now())

    assert due("eu-ai-act-73") == (15, False)
    assert due("eu-ai-act-73-widespread") == (2, True)
    assert due("vendor-notice") == (None, False)
    judge(house.safety, incident, Judgement(kind=EventKind.INCIDENT, harm="death"))
    assert due("eu-ai-act-73") == (10, True)
    assert "1 of them with something overdue" in finding(house)[1]
    answer_duty(house.safety, incident, "eu-ai-act-73", state=DutyState.DONE, reason="Authority, number 7")
    standing = next(each for each in duties_of(whole(incident), duties()) if each.duty.key == "eu-ai-act-73")
    assert standing.reported_late
