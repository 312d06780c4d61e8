"""Proposing step by step: kept at every step, resumed, checked against what exists, sent once, or discarded."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import capabilities, people, use_cases
from attending.program.models import StrategicAnswer, UseCase
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.use_cases import Question
from attending.program.registries import worklist
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.intake import begin_draft, discard_draft, save_step, send_draft
from attending.strategy.models import DraftState, IntakeDraft
from attending.strategy.queries.overlaps import alike
from attending.strategy.rules.intake import INSIDE, Step
from tests.integration.house import House, thesis
from tests.integration.pages import stranger, visitor
from tests.integration.strategy.proposing import WRITTEN, drafted, posted

pytestmark = pytest.mark.usefixtures("demonstration")


def address(draft: IntakeDraft, step: str) -> str:
    return reverse("strategy:propose-step", args=[draft.uid, step])


def begin(client: Client) -> IntakeDraft:
    response = client.post(reverse("strategy:propose"))
    draft = IntakeDraft.objects.get(state=DraftState.DRAFT)
    assert response["Location"] == address(draft, "problem")
    return draft


def test_every_step_leads_to_the_next_and_the_last_to_a_use_case_with_its_answers(house: House) -> None:
    priority = use_cases.set_priority(house.cmio, title="Deterioration", statement="Seen in time.")
    nurse = visitor(house.nurse)
    draft = begin(nurse)
    for step, after in zip(INSIDE, [*INSIDE[1:], "check"], strict=True):
        page = nurse.get(address(draft, step)).content.decode()
        assert f"{INSIDE.index(step) + 1} of {len(INSIDE)}" in page
        response = nurse.post(address(draft, step), posted(step, priority=priority.pk))
        assert response["Location"] == reverse(
            f"strategy:propose-{'check' if after == 'check' else 'step'}",
            args=[draft.uid, *([] if after == "check" else [after])],
        )
    check = reverse("strategy:propose-check", args=[draft.uid])
    html = nurse.get(check).content.decode()
    assert "Patients fall in their first night" in html
    assert "Left for later" in html
    assert html.count(">Change<") == len(WRITTEN)
    response = nurse.post(check)
    proposed = UseCase.objects.get(title="Falls in the first night")
    assert response["Location"] == reverse("strategy:use-case", args=[proposed.key])
    assert (proposed.proposed_by, proposed.priority) == (house.nurse, priority)
    answers = {each.question: each.answered_by for each in StrategicAnswer.objects.filter(use_case=proposed)}
    assert answers == {Question.PROBLEM: house.nurse, Question.VALUE: house.nurse}
    assert nurse.post(check)["Location"] == response["Location"], "sent twice is sent once"
    assert UseCase.objects.count() == 2
    assert nurse.get(address(draft, "title"))["Location"] == response["Location"]
    assert verify().ok


def test_a_step_without_its_answer_is_kept_only_by_who_saves_for_later(house: House) -> None:
    nurse = visitor(house.nurse)
    draft = begin(nurse)
    url = address(draft, "burden")
    half = {"burden_lifted": "Patients.", "burden_added": ""}
    refused = nurse.post(url, half)
    assert refused.status_code == 422
    assert refused.content.decode().count('class="error-summary"') == 1
    assert IntakeDraft.objects.get().answers == {}
    saved = nurse.post(url, {**half, "later": "yes"})
    assert saved["Location"] == reverse("strategy:propose")
    assert IntakeDraft.objects.get().answers == half
    html = nurse.get(saved["Location"]).content.decode()
    assert "Your drafts" in html
    assert reverse("strategy:propose-check", args=[draft.uid]) in html
    [waiting] = worklist.for_person(house.nurse)
    assert waiting.link == reverse("strategy:propose-check", args=[draft.uid])
    unsent = nurse.post(waiting.link)
    assert unsent.status_code == 422
    assert "Still to be answered" in unsent.content.decode()
    assert UseCase.objects.count() == 1


def test_change_leads_back_to_the_check(house: House) -> None:
    draft = drafted(house.nurse)
    nurse = visitor(house.nurse)
    url = f"{address(draft, 'title')}?check"
    assert url in nurse.get(reverse("strategy:propose-check", args=[draft.uid])).content.decode()
    response = nurse.post(url, {"title": "Falls"})
    assert response["Location"] == reverse("strategy:propose-check", args=[draft.uid])
    assert IntakeDraft.objects.get().answers["title"] == "Falls"


def test_a_draft_is_nobody_elses(house: House) -> None:
    draft = drafted(house.nurse)
    for other in (house.cmio, stranger()):
        for name, args in (("check", []), ("discard", []), ("step", ["title"])):
            assert visitor(other).get(reverse(f"strategy:propose-{name}", args=[draft.uid, *args])).status_code == 404
    for act in (send_draft, discard_draft, lambda p, d: save_step(p, d, Step.TITLE, {"title": "Mine"})):
        with pytest.raises(NotAllowed, match="somebody else's"):
            act(house.cmio, draft)
    assert visitor(house.nurse).get(address(draft, "who")).status_code == 404, "a step for people without an account"


def test_a_discarded_draft_is_gone_and_an_empty_one_is_used_again(house: House) -> None:
    draft = begin_draft(house.nurse)
    assert begin_draft(house.nurse) == draft
    assert worklist.for_person(house.nurse) == ()
    draft = drafted(house.nurse)
    nurse = visitor(house.nurse)
    discard = reverse("strategy:propose-discard", args=[draft.uid])
    assert "Discard this proposal?" in nurse.get(discard).content.decode()
    assert nurse.post(discard)["Location"] == reverse("strategy:propose")
    assert IntakeDraft.objects.get().answers == {}
    assert nurse.get(reverse("strategy:propose-check", args=[draft.uid])).status_code == 404
    with pytest.raises(Refused, match="was discarded"):
        send_draft(house.nurse, draft)
    assert worklist.for_person(house.nurse) == ()


def test_a_title_that_is_taken_leaves_the_draft_as_it_was(house: House) -> None:
    draft = drafted(house.nurse, title="Sepsis alert")
    nurse = visitor(house.nurse)
    before = Entry.objects.count()
    refused = nurse.post(reverse("strategy:propose-check", args=[draft.uid]))
    assert refused.status_code == 422
    assert "choose another title" in refused.content.decode()
    assert IntakeDraft.objects.get().state == DraftState.DRAFT
    assert Entry.objects.count() == before


def test_what_is_sent_is_changed_no_more(house: House) -> None:
    draft = drafted(house.nurse)
    send_draft(house.nurse, draft)
    with pytest.raises(Refused, match="was sent"):
        save_step(house.nurse, draft, Step.TITLE, {"title": "Another"})
    with transaction.atomic(), pytest.raises(IntegrityError):
        IntakeDraft.objects.filter(pk=draft.pk).update(state=DraftState.DRAFT)


def test_who_has_left_proposes_nothing(house: House) -> None:
    draft = drafted(house.nurse)
    people.deactivate_person(house.administrator, house.nurse, reason="Left")
    house.nurse.refresh_from_db()
    for act in (send_draft, discard_draft, lambda p, _: begin_draft(p)):
        with pytest.raises(NotAllowed, match="no longer active"):
            act(house.nurse, draft)


def test_what_is_like_it_is_said_in_plain_words(house: House) -> None:
    priority = use_cases.set_priority(house.cmio, title="Deterioration", statement="Seen in time.")
    night = "At night the first abnormal vital signs of sepsis are seen by one nurse for twelve patients."
    there = use_cases.propose_use_case(house.cmio, thesis("Sepsis at night", problem=night), priority=priority)
    feed = capabilities.name_capability(
        house.cmio,
        name="Daily prediction log",
        kind=CapabilityKind.DATA_FEED,
        state=CapabilityState.AVAILABLE,
        description="Scores.",
    )
    capabilities.link_capability(house.cmio, there, feed, Relation.BUILDS)
    draft = drafted(
        house.nurse,
        title="See sepsis sooner",
        problem="Abnormal vital signs of sepsis are seen hours late when one nurse has twelve patients at night.",
        priority=priority.pk,
        capability="It could read the daily prediction log.",
    )
    html = visitor(house.nurse).get(reverse("strategy:propose-check", args=[draft.uid])).content.decode()
    assert "Very like this" in html
    assert "Both speak of " in html
    assert "Both mean the same sort of AI." in html
    assert "Both answer to the same enterprise priority." in html
    assert "You name Daily prediction log, and so does it." in html
    assert reverse("strategy:give-input", args=[there.key]) in html
    other = drafted(house.operations, problem="Beds are short in the morning.", title="Beds")
    assert alike(other) == []


def test_another_organisations_use_cases_are_not_compared(house: House) -> None:
    elsewhere = stranger()
    use_cases.propose_use_case(elsewhere, thesis("Falls in the first night", problem=WRITTEN["problem"]))
    assert alike(drafted(house.nurse)) == []
    foreign = use_cases.set_priority(elsewhere, title="Theirs", statement="x")
    draft = drafted(house.nurse, priority=foreign.pk)
    assert send_draft(house.nurse, draft).priority is None
