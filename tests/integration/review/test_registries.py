"""What the other rooms hear of reviews: findings, work that waits, and what is sealed under a decision."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from attending.decisions import packet_charts
from attending.decisions.models import Packet
from attending.decisions.rules.packets import canonical
from attending.program.actions.deployments import change_state
from attending.program.actions.people import seat_person
from attending.program.models import Deployment, Seat, UseCase
from attending.program.models.deployments import State
from attending.program.registries import worklist
from attending.program.registries.evidence import Finding, FindingState, findings
from attending.program.registries.limits import Standing, limits_for, standings
from attending.review import packet
from attending.review.presenters.jobs import kept
from attending.review.rules.schedule import Freshness, freshness, is_asked
from tests.integration.house import House
from tests.integration.review.logs import months_before, review


def finding(subject: UseCase | Deployment) -> Finding:
    (found,) = [each for each in findings(subject) if each.item == "post-launch-review"]
    return found


def due(house: House) -> list[str]:
    return [item.title for item in worklist.for_person(house.platform) if "review is due" in item.title]


def test_what_runs_unreviewed_is_missing_and_asked_of_the_platform_owner(house: House) -> None:
    assert finding(house.deployment).state == FindingState.MISSING
    assert finding(house.use_case).state == FindingState.MISSING
    assert due(house) == ["The first review is due"]
    assert worklist.for_person(house.nurse) == ()
    assert "The first review is due" in [item.title for item in worklist.for_deployment(house.deployment)]


def test_a_model_steward_is_asked_before_the_platform_owner(house: House) -> None:
    seat_person(house.administrator, house.nurse, Seat.MODEL_STEWARD, house.use_case)
    assert due(house) == []
    assert [item.why for item in worklist.for_person(house.nurse)] == ["You are model steward."]


def test_a_new_review_answers(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03",))
    assert finding(house.deployment).state == FindingState.MET
    assert finding(house.deployment).link == f"/reviews/deployments/{house.deployment.pk}/"
    assert finding(house.use_case).state == FindingState.MET
    assert due(house) == []


def test_a_review_of_late_yesterday_was_made_yesterday(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: midnight - timedelta(hours=1))
    run = review(house, tmp_path, ("2026-03",))
    monkeypatch.setattr(timezone, "now", lambda: midnight + timedelta(hours=1))
    assert finding(house.deployment).summary == "Reviewed yesterday."
    assert "it was made yesterday" in kept(run)


def test_what_is_retired_needs_no_review(house: House) -> None:
    change_state(house.owner, house.deployment, State.RETIRED, reason="Replaced")
    assert finding(house.deployment).state == FindingState.NOT_APPLICABLE
    assert finding(house.use_case).state == FindingState.NOT_APPLICABLE
    assert due(house) == []


@pytest.mark.parametrize(
    ("state", "days", "verdict", "asked"),
    [
        (State.LIVE, 20, Freshness.FRESH, False),
        (State.LIVE, 90, Freshness.FRESH, True),
        (State.LIVE, 100, Freshness.STALE, True),
        (State.LIVE, None, Freshness.NEVER, True),
        (State.PAUSED, 120, Freshness.STALE, False),
        (State.PAUSED, None, Freshness.NOT_DUE, False),
        (State.PLANNED, None, Freshness.NOT_DUE, False),
        (State.RETIRED, 120, Freshness.NOT_DUE, False),
    ],
)
def test_how_old_is_too_old(state: State, days: int | None, verdict: Freshness, asked: bool) -> None:
    now = timezone.now()
    newest = None if days is None else now - timedelta(days=days)
    every = timedelta(days=100)
    assert freshness(state, every, newest, now) is verdict
    assert is_asked(state, every, newest, now) is asked


def test_the_newest_review_is_sealed_with_its_charts(house: House, tmp_path: Path) -> None:
    house.agree()
    review(house, tmp_path, months_before(timezone.localdate(), 3), sharp=False)
    document = json.loads(Packet.objects.latest("pk").document)
    headings = [section["heading"] for section in document["sections"]]
    assert headings.index("Post-launch review") < headings.index("Key figures") < headings.index("By month")
    drawn = [section["chart"] for section in document["sections"] if "chart" in section]
    assert len(drawn) == 5
    for chart in drawn:
        assert chart["title"]
        assert "<svg" in packet_charts.on_page(chart)
        assert packet_charts.on_paper(chart).startswith("<svg")


def test_a_packet_without_a_review_says_so(house: House) -> None:
    (section,) = packet.sections(house.deployment)
    assert "never been reviewed" in section["text"]


def test_sections_can_be_sealed(house: House, tmp_path: Path) -> None:
    review(house, tmp_path, ("2026-03",), each=30)
    sections = list(packet.sections(house.deployment))
    assert canonical({"title": "t", "asked": "a", "sections": sections})


def test_limits_are_known_without_knowing_who_agreed_them(house: House, tmp_path: Path) -> None:
    assert standings([house.deployment]) == {house.deployment.pk: Standing.NOTHING_AGREED}
    house.agree()
    (limits,) = limits_for(house.deployment)
    assert (limits.measure, limits.warn_low, limits.stop_low, limits.standing) == ("auroc", 0.75, 0.7, Standing.UNREAD)
    review(house, tmp_path, months_before(timezone.localdate(), 3), sharp=False)
    assert standings([house.deployment]) == {house.deployment.pk: Standing.STOP}
    (limits,) = limits_for(house.deployment)
    assert "below the stop limit" in limits.explanation
