"""People walk through a version, hand in, and are owed a reply; what was said and what was done about it stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.ledger.queries import verify
from attending.maps.reading import read
from attending.program.models.clinical_input import Effect
from attending.program.models.deployments import State
from attending.program.registries import evidence
from attending.program.registries.evidence import FindingState
from attending.program.registries.worklist import Urgency
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions import walking
from attending.workflow.actions.replying import reply
from attending.workflow.models import Goes, MapKind, StepAnswer, Walkthrough
from attending.workflow.presenters import said as said_presented
from attending.workflow.presenters import walkthrough as present
from attending.workflow.queries import walking as queries
from attending.workflow.rules.walking import LONGEST
from attending.workflow.worklist.walkthroughs import RepliesOwed, WalksToDo
from tests.integration.pages import stranger
from tests.integration.workflow.world import Ward

DIFFERENT = (Goes.DIFFERENT, "At night the charge nurse looks")


def test_an_asked_walk_waits_until_it_is_handed_in(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    walk = ward.asked(version, shift="night", unit=ward.house.deployment.unit)
    (item,) = WalksToDo().for_person(ward.bedside)
    assert item.why == "Nia Nurse asks you for nursing."
    walking.answer_step(ward.bedside, walk, "look", Goes.CANNOT_SAY)
    (item,) = WalksToDo().for_person(ward.bedside)
    assert "1 are answered and kept." in item.asked
    with pytest.raises(Refused, match="Not answered yet: Treat the patient"):
        walking.hand_in(ward.bedside, walk)
    walking.answer_step(ward.bedside, walk, "treat", Goes.AS_DRAWN, different="left over")
    walking.hand_in(ward.bedside, walk)
    assert not WalksToDo().for_person(ward.bedside)
    assert StepAnswer.objects.get(step="treat").different == ""
    assert verify().ok


def test_a_late_walk_is_urgent(ward: Ward) -> None:
    walk = ward.asked(ward.kept(ward.drawn()))
    Walkthrough.objects.filter(pk=walk.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    (item,) = WalksToDo().for_person(ward.bedside)
    assert item.urgency == Urgency.WARN


def test_one_walks_unasked_and_goes_on_where_one_stopped(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    begun = walking.begin_walk(ward.resident, version, site=ward.site)
    assert walking.begin_walk(ward.resident, version, site=ward.site) == begun
    assert [each.why for each in WalksToDo().for_person(ward.resident)] == ["You have begun it."]


def test_what_is_no_walk_is_refused(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    with pytest.raises(Refused, match="not an active person"):
        ward.asked(version, stranger())
    with pytest.raises(Refused, match="is past"):
        ward.asked(version, due_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="no shift 'evening'; it has day, night"):
        ward.asked(version, shift="evening")
    with pytest.raises(Refused, match="not a unit of North"):
        ward.asked(version, site=ward.elsewhere, unit=ward.house.deployment.unit)
    with pytest.raises(NotAllowed):
        walking.ask_to_walk(ward.resident, version, ward.bedside, site=ward.site, due_on=timezone.localdate())
    of_one_site = ward.kept(ward.drawn(MapKind.AS_IS, site=ward.site))
    with pytest.raises(Refused, match="This map is of Main; it is walked there, not at North"):
        ward.asked(of_one_site, site=ward.elsewhere)
    ward.asked(version)
    with pytest.raises(Refused, match="already"):
        ward.asked(version)
    assert Walkthrough.objects.count() == 1


def test_what_is_no_answer_is_refused(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    walk = ward.asked(version)
    for step in ("operate", "arrive", "done", ""):
        with pytest.raises(Refused, match="no step"):
            walking.answer_step(ward.bedside, walk, step, Goes.AS_DRAWN)
    with pytest.raises(Refused, match="Say what is different"):
        walking.answer_step(ward.bedside, walk, "look", Goes.DIFFERENT, different=" ")
    with pytest.raises(Refused, match="at most 2,000 characters, this one has 2,001"):
        walking.answer_step(ward.bedside, walk, "look", Goes.AS_DRAWN, useful="x" * (LONGEST + 1))
    with pytest.raises(NotAllowed, match="Only whoever walks"):
        walking.answer_step(ward.resident, walk, "look", Goes.AS_DRAWN)
    with pytest.raises(NotAllowed, match="another organisation"):
        walking.answer_step(stranger(), walk, "look", Goes.AS_DRAWN)
    assert not StepAnswer.objects.exists()


def test_a_hand_in_counts_once_and_nothing_changes_after_it(ward: Ward) -> None:
    walk = ward.walked(ward.kept(ward.drawn()))
    with pytest.raises(Refused, match="handed in and stays"):
        walking.hand_in(ward.bedside, walk)
    with pytest.raises(Refused, match="handed in and stays"):
        walking.answer_step(ward.bedside, walk, "look", Goes.NOT_DONE)
    assert StepAnswer.objects.filter(goes=Goes.AS_DRAWN).count() == 2


def test_you_said_we_changed(ward: Ward) -> None:
    care_map = ward.drawn()
    version = ward.kept(care_map)
    ward.walked(version, look=DIFFERENT)
    answer = StepAnswer.objects.get(step="look")
    (item,) = RepliesOwed().for_person(ward.house.owner)
    assert item.title == "1 thing was said on walkthroughs"
    assert not RepliesOwed().for_person(ward.house.platform)
    with pytest.raises(Refused, match="Name the version that holds the change"):
        reply(ward.house.owner, answer, words="Yes", effect=Effect.CHANGED, changed_in=version)
    ward.changed(care_map, "Look at the patient", "Nurse or charge nurse looks")
    newer = ward.kept(care_map)
    written = reply(ward.house.owner, answer, words="So it is", effect=Effect.CHANGED, changed_in=newer)
    assert written.changed_in == newer
    assert not RepliesOwed().for_person(ward.house.owner)
    with pytest.raises(Refused, match="replied to already"):
        reply(ward.house.owner, answer, words="Again", effect=Effect.DECLINED)
    [card] = said_presented.cards(queries.replied(ward.house.use_case), named=False)
    assert (card.reply, str(card.changed_in), card.by) == ("So it is", "version 2", "Nursing, Main")


def test_who_may_not_reply(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    walk = ward.asked(version, ward.house.owner)
    walking.answer_step(ward.house.owner, walk, "look", Goes.NOT_DONE)
    answer = StepAnswer.objects.get()
    with pytest.raises(NotAllowed, match="another of the owners"):
        reply(ward.house.owner, answer, words="Mine", effect=Effect.CONSIDERED)
    with pytest.raises(Refused, match="not handed in yet"):
        reply(ward.house.nurse, answer, words="Early", effect=Effect.CONSIDERED)
    with pytest.raises(Refused, match="Write a reply"):
        reply(ward.house.nurse, answer, words=" ", effect=Effect.CONSIDERED)
    for person in (ward.bedside, stranger()):
        with pytest.raises(NotAllowed):
            reply(person, answer, words="No", effect=Effect.CONSIDERED)


def test_variation_is_a_table_and_names_are_for_owners(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    ward.walked(version, look=DIFFERENT)
    ward.walked(version, ward.resident)
    drawn, walks = read(version.text), queries.walkthroughs_of(version)
    said = present.by_place(drawn, walks)
    table = present.variation(drawn, said, named=False)
    words = "At night the charge nurse looks (Nursing)"
    assert table.rows[0] == ["Look at the patient", "Main", "any", "1", "1", "0", "0", words]
    named = present.variation(drawn, said, named=True)
    assert "Ben Bedside" in str(named.rows[0][-1])
    differing, agreed = present.differing(said)
    assert ([each.step for each in differing], [each.step for each in agreed]) == (["look"], ["treat"])
    assert present.marks(drawn, said)["look"].words == "1 of 2 differ"
    assert present.marks(drawn, said)["treat"].words == "2 as drawn"
    coverage = present.coverage(walks, version.disciplines, [ward.site, ward.elsewhere])
    assert [str(each) for each in coverage.rows[0]] == ["Main", "1 handed in", "1 handed in"]
    assert [str(each) for each in coverage.rows[1]] == ["North", "Nobody yet", "Nobody yet"]


def test_what_a_gate_hears(ward: Ward) -> None:
    def heard(item: str, subject: object = None) -> tuple[FindingState, str]:
        found = evidence.findings(subject or ward.house.use_case)
        return next((each.state, each.summary) for each in found if each.item == item)

    assert heard("workflow-map")[0] == FindingState.MISSING
    assert heard("workflow-as-is")[0] == FindingState.MISSING
    care_map = ward.drawn()
    assert heard("workflow-map") == (FindingState.MISSING, "The map to be is a draft that was not offered yet.")
    version = ward.offered(care_map)
    assert heard("workflow-map") == (FindingState.PARTIAL, "Version 1 waits for nursing and medicine.")
    assert heard("workflow-checks")[0] == FindingState.MET
    assert heard("workflow-walked") == (
        FindingState.MISSING,
        "Not walked yet by nursing at Main, medicine at Main.",
    )
    ward.walked(version)
    assert heard("workflow-walked", ward.house.deployment) == (
        FindingState.PARTIAL,
        "Not walked yet by medicine at Main.",
    )
    ward.walked(version, ward.resident)
    ward.sign(version, ward.bedside, ward.house.owner)
    assert heard("workflow-walked")[0] == FindingState.MET
    assert heard("workflow-map") == (FindingState.MET, "Version 1 is signed by nursing and medicine.")
    ward.changed(care_map, "Treated", "Cured")
    ward.kept(care_map)
    assert heard("workflow-walked") == (
        FindingState.STALE,
        "Walked by every discipline at every site, in part as version 1; it has changed since.",
    )
    state, summary = heard("workflow-map")
    assert state == FindingState.PARTIAL
    assert summary == "Version 2 is not signed by nursing and medicine. Version 1 is signed."
    ward.drawn(MapKind.AS_IS)
    assert heard("workflow-as-is", ward.house.deployment)[0] == FindingState.PARTIAL
    assert ward.house.deployment.state == State.LIVE
