"""The pages of maps: each by everybody in turn, what is refused on them, and how many queries they take."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from attending.maps import bpmn
from attending.maps.reading import read
from attending.program.models.clinical_input import Effect
from attending.workflow.actions import walking
from attending.workflow.actions.replying import reply
from attending.workflow.models import CareMap, Goes, MapDraft, MapKind, MapVersion, StepAnswer, Walkthrough
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.workflow.world import TEXT, UNCLEAN, UNREADABLE, Ward, build_ward

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def key(house: House) -> tuple[str]:
    return (house.use_case.key,)


def a_map(house: House) -> tuple[int]:
    """One map with a version that nobody has signed, made once."""
    found = CareMap.objects.first()
    if found is None:
        ward = build_ward(house)
        found = ward.drawn()
        ward.kept(found)
    return (found.pk,)


def a_version(house: House) -> tuple[int]:
    a_map(house)
    return (MapVersion.objects.get().pk,)


def an_answer(house: House) -> tuple[int]:
    if not StepAnswer.objects.exists():
        ward = build_ward(house)
        ward.walked(ward.kept(ward.drawn()), look=(Goes.NOT_DONE, "Nobody does"))
    return (StepAnswer.objects.get(step="look").pk,)


def own_walk(house: House) -> tuple[int]:
    if not Walkthrough.objects.exists():
        ward = build_ward(house)
        ward.asked(ward.kept(ward.drawn()), house.nurse)
    return (Walkthrough.objects.get().pk,)


def walked(house: House) -> tuple[str]:
    an_answer(house)
    return key(house)


def offer_of(house: House) -> dict[str, Any]:
    people = house.use_case.organisation.people
    names = {"nursing": "Ben Bedside", "medicine": "Rita Resident"}
    return {"why": "As agreed", **{each: people.get(printed_name=name).pk for each, name in names.items()}}


def asking(house: House) -> dict[str, Any]:
    person = house.use_case.organisation.people.get(printed_name="Rita Resident")
    where = {"version": MapVersion.objects.get().pk, "site": house.deployment.unit.site_id, "shift": "night"}
    return {"person": person.pk, "due_on": "2099-01-01", **where}


PAGES = (
    Page(name="workflow:use-cases", may="platform"),
    Page(name="workflow:use-case", may="platform", args=key),
    Page(
        name="workflow:open-map",
        may="nurse",
        may_not="administrator",
        args=key,
        valid=lambda _house: {"kind": "as_is", "site": ""},
        invalid={"kind": "dream"},
    ),
    Page(name="workflow:map", may="platform", args=a_map),
    Page(
        name="workflow:edit-map",
        may="nurse",
        may_not="administrator",
        args=a_map,
        valid=lambda _house: {"text": TEXT.replace("Treated", "Cured"), "revision": "1"},
        invalid={"text": "", "revision": "1"},
    ),
    Page(name="workflow:version", may="platform", args=a_version),
    Page(name="workflow:print-version", may="platform", args=a_version),
    Page(
        name="workflow:freeze",
        may="nurse",
        args=a_map,
        valid=lambda _house: {"why": "To be walked"},
        invalid={"why": ""},
    ),
    Page(name="workflow:offer", may="nurse", args=a_map, valid=offer_of, invalid={"why": "As agreed"}),
    Page(name="workflow:compare", may="platform", args=walked),
    Page(name="workflow:upload-bpmn", may="nurse", args=a_map, invalid={}),
    Page(name="workflow:walkthrough", may="platform", args=walked),
    Page(name="workflow:you-said", may="platform", args=walked),
    Page(
        name="workflow:ask-to-walk",
        may="nurse",
        args=lambda house: (a_map(house), key(house))[1],
        valid=asking,
        invalid={"shift": "dawn"},
    ),
    Page(
        name="workflow:begin-walk",
        may="platform",
        args=lambda house: (a_map(house), key(house))[1],
        valid=lambda house: {**asking(house), "unit": ""},
        invalid={"version": "0"},
    ),
    Page(
        name="workflow:walk",
        may="nurse",
        args=own_walk,
        valid=lambda _house: {"step": "look", "goes": "as_drawn"},
        invalid={"step": "look", "goes": "different", "different": ""},
    ),
    Page(
        name="workflow:reply",
        may="owner",
        args=an_answer,
        valid=lambda _house: {"effect": "considered", "words": "We looked at it"},
        invalid={"effect": "changed", "words": "It is changed"},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_page_answers_everybody_as_it_should(page: Page, house: House) -> None:
    try_page(page, house)


def test_a_stale_save_shows_both_texts_and_the_second_save_counts(ward: Ward) -> None:
    care_map = ward.drawn()
    url = reverse("workflow:edit-map", args=[care_map.pk])
    mine, theirs = TEXT.replace("Treated", "Cared for"), TEXT.replace("Treated", "Cured")
    assert visitor(ward.house.owner).post(url, {"text": theirs, "revision": 1}).status_code == 302
    client = visitor(ward.house.nurse)
    stale = client.post(url, {"text": mine, "revision": 1})
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Olga Owner saved this map while you worked on it" in page
    assert page.count("name: Cared for") == 1
    assert page.count("name: Cured") == 1
    assert client.post(url, {"text": mine, "revision": stale.context["form"]["revision"].value()}).status_code == 302
    assert MapDraft.objects.get().text == mine


def test_without_scripts_the_text_is_previewed_and_nothing_is_saved(ward: Ward) -> None:
    url = reverse("workflow:edit-map", args=[ward.drawn().pk])
    client = visitor(ward.house.nurse)
    shown = client.post(url, {"text": UNCLEAN, "revision": 1, "then": "preview"}).content.decode()
    assert "<svg" in shown
    assert "must be mended before it is signed" in shown
    told = client.post(url, {"text": UNREADABLE, "revision": 1, "then": "preview"}).content.decode()
    assert "The text cannot be read as a map yet" in told
    assert MapDraft.objects.get().revision == 1


def asked(ward: Ward, care_map: CareMap, body: Any) -> tuple[int, dict[str, Any]]:
    url = reverse("workflow:sketch", args=[care_map.pk])
    text = body if isinstance(body, bytes) else json.dumps(body)
    answer = visitor(ward.house.nurse).post(url, text, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_editor_is_told_text_drawing_and_checks_and_nothing_is_kept(ward: Ward) -> None:
    care_map = ward.drawn()
    operation = {"do": "move_step", "step": "look", "lane": "physician"}
    status, found = asked(ward, care_map, {"text": TEXT, "operation": operation})
    assert status == 200
    assert read(found["text"]).step_of["look"].lane == "physician"
    assert 'data-step="look"' in found["svg"]
    assert found["lanes"] == ["nurse", "physician"]
    assert found["steps"] == ["arrive", "look", "treat", "done"]
    _, refused = asked(ward, care_map, {"text": TEXT, "operation": {"do": "connect", "from": "done", "to": "look"}})
    assert refused["refused"]
    assert refused["text"] == TEXT
    _, unreadable = asked(ward, care_map, {"text": UNREADABLE, "operation": None})
    assert unreadable["problems"][0]["line"] == 12
    assert MapDraft.objects.get().revision == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        ([1], "sent no text"),
        ({"text": 5}, "sent no text"),
        ({"text": TEXT, "operation": "move"}, "no operation"),
        ({"text": ""}, "The map is empty"),
        ({"text": "a" * 2_000_001}, "at most 2,000,000"),
    ],
    ids=["half", "bytes", "deep", "list", "number", "word", "empty", "long"],
)
def test_what_the_editor_cannot_have_sent_is_refused(ward: Ward, body: Any, words: str) -> None:
    status, found = asked(ward, ward.drawn(), body)
    assert status == 422
    assert words in found["error"]


def test_what_is_larger_than_any_map_is_refused_before_it_is_read(ward: Ward, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    status, found = asked(ward, ward.drawn(), {"text": "a" * 2_000})
    assert status == 413
    assert "too large" in found["error"]


def test_a_bomb_in_the_text_is_told_and_harms_nothing(ward: Ward) -> None:
    levels = [f"l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 9)}]" for at in range(1, 9)]
    bomb = "\n".join(["l0: &l0 [x, x, x, x, x, x, x, x, x]", *levels])
    status, found = asked(ward, ward.drawn(), {"text": bomb})
    assert status == 200
    assert found["problems"]


def test_a_map_of_ten_thousand_steps_is_answered_without_its_drawing(ward: Ward) -> None:
    steps = [f"  s{at}: {{lane: nurse, kind: task, name: Step {at}, next: s{at + 1}}}" for at in range(2_500)]
    head = TEXT[: TEXT.index("  arrive")]
    text = "\n".join([head + steps[0].lstrip("\n"), *steps[1:], "  s2500: {lane: nurse, kind: end, name: Over}", ""])
    status, found = asked(ward, ward.drawn(), {"text": text})
    assert status == 200
    assert found["too_large"]
    assert found["svg"] == ""
    assert len(found["steps"]) == 2_501


def test_a_map_of_arrows_from_each_to_each_is_answered_without_its_drawing(ward: Ward) -> None:
    every = ", ".join(f"{{to: s{at}}}" for at in range(90))
    steps = [f"  s{at}: {{lane: nurse, kind: decision, name: Step {at}, next: [{every}]}}" for at in range(90)]
    status, found = asked(ward, ward.drawn(), {"text": "\n".join([TEXT[: TEXT.index("  arrive")], *steps, ""])})
    assert status == 200
    assert (found["too_large"], found["svg"]) == (True, "")


def test_a_map_leaves_as_files_and_comes_back_as_bpmn(ward: Ward) -> None:
    care_map = ward.drawn()
    client = visitor(ward.house.nurse)
    files = {
        kind: client.get(reverse("workflow:draft-file", args=[care_map.pk, kind])) for kind in ("svg", "yaml", "bpmn")
    }
    assert all(each["Content-Disposition"].startswith("attachment") for each in files.values())
    assert files["yaml"].content.decode() == TEXT
    assert files["svg"].content.startswith(b"<svg")
    assert client.get(reverse("workflow:draft-file", args=[care_map.pk, "exe"])).status_code == 404
    upload = reverse("workflow:upload-bpmn", args=[care_map.pk])
    answer = client.post(upload, {"file": SimpleUploadedFile("care.bpmn", files["bpmn"].content)})
    assert "All of the file is kept" in answer.content.decode()
    assert read(answer.context["kept"].initial["text"]) == read(TEXT)


def test_a_foreign_file_says_what_is_not_kept_and_a_wicked_one_is_refused(ward: Ward) -> None:
    care_map = ward.drawn()
    client, upload = visitor(ward.house.nurse), reverse("workflow:upload-bpmn", args=[care_map.pk])
    model = bpmn.write(read(TEXT)).decode()
    entity = model.replace("<definitions", '<!DOCTYPE x [<!ENTITY a "b">]><definitions', 1)
    entity = entity if "DOCTYPE" in entity else f'<!DOCTYPE x [<!ENTITY a "b">]>{model.partition("?>")[2]}'
    for content in (entity.encode(), b"not xml", b"<html/>"):
        refused = client.post(upload, {"file": SimpleUploadedFile("care.bpmn", content)})
        assert refused.status_code == 422
        assert "error-summary" in refused.content.decode()
    large = client.post(upload, {"file": SimpleUploadedFile("care.bpmn", b" " * 5_000_001)})
    assert "at most 5,000,000 are read" in large.content.decode()
    assert MapDraft.objects.get().revision == 1


def test_the_map_to_be_begins_as_the_map_of_today(ward: Ward) -> None:
    as_is = ward.drawn(MapKind.AS_IS)
    url = reverse("workflow:start-to-be", args=[as_is.pk])
    client = visitor(ward.house.nurse)
    assert client.post(url).status_code == 302
    assert CareMap.objects.get(kind=MapKind.TO_BE).draft.text == TEXT
    again = client.post(url, follow=True)
    assert "There is a map of every site already" in again.content.decode()


def test_the_page_offers_only_what_would_be_taken(ward: Ward) -> None:
    care_map = ward.drawn(MapKind.AS_IS)
    address, offer_it, keep_it = reverse("workflow:map", args=[care_map.pk]), "Offer it for", "Keep a version"

    def page() -> str:
        return visitor(ward.house.nurse).get(address).content.decode()

    assert all(words in page() for words in (offer_it, keep_it, "Start the map to be"))
    version = ward.offered(care_map)
    assert "Version 1 is being signed; the next one" in page()
    ward.sign(version, ward.bedside, ward.house.owner)
    ward.drawn()
    assert "This draft is signed." in page()
    assert not any(words in page() for words in (offer_it, keep_it, "Start the map to be"))
    ward.changed(care_map, ", next: done}", "}")
    assert "must be mended before it can be offered" in page()
    assert offer_it not in page()
    assert keep_it in page()


def test_two_maps_are_compared_in_words_and_drawings(ward: Ward) -> None:
    ward.drawn(MapKind.AS_IS)
    ward.drawn(MapKind.TO_BE, text=TEXT.replace("Look at the patient", "Look within the hour"))
    page = visitor(ward.house.platform).get(reverse("workflow:compare", args=key(ward.house))).content.decode()
    assert page.count("<svg") >= 2
    assert "Look within the hour" in page


def test_names_of_walkers_are_for_owners(ward: Ward) -> None:
    ward.walked(ward.kept(ward.drawn()), look=(Goes.NOT_DONE, "Nobody does"))
    url = reverse("workflow:walkthrough", args=key(ward.house))
    assert "Ben Bedside" in visitor(ward.house.owner).get(url).content.decode()
    seen = visitor(ward.resident).get(url).content.decode()
    assert "Nobody does" in seen
    assert "Ben Bedside" not in seen


def test_somebody_elses_walk_is_not_there(ward: Ward) -> None:
    walk = ward.asked(ward.kept(ward.drawn()))
    assert visitor(ward.house.owner).get(reverse("workflow:walk", args=[walk.pk])).status_code == 404


def test_a_walk_goes_from_step_to_step_and_is_handed_in_once(ward: Ward) -> None:
    walk = ward.asked(ward.kept(ward.drawn()))
    client, url = visitor(ward.bedside), reverse("workflow:walk", args=[walk.pk])
    assert "Look at the patient" in client.get(url).content.decode()
    onward = client.post(url, {"step": "look", "goes": "different", "different": "By two"})
    assert onward["Location"].endswith("?step=treat")
    early = client.post(reverse("workflow:hand-in-walk", args=[walk.pk]), follow=True).content.decode()
    assert "Not answered yet: Treat the patient." in early
    assert client.post(url, {"step": "treat", "goes": "cannot_say"})["Location"] == url
    assert "Every step has an answer" in client.get(url).content.decode()
    for _ in range(2):
        done = client.post(reverse("workflow:hand-in-walk", args=[walk.pk]), follow=True).content.decode()
        assert "Handed in" in done
    assert "stays as it is" in done


def test_pages_take_a_constant_number_of_queries(ward: Ward) -> None:
    care_map = ward.drawn()
    first = ward.kept(care_map)
    ward.walked(first, look=(Goes.NOT_DONE, "Nobody does"))
    urls = [
        reverse("workflow:use-cases"),
        reverse("workflow:use-case", args=key(ward.house)),
        reverse("workflow:map", args=[care_map.pk]),
        reverse("workflow:walkthrough", args=key(ward.house)) + f"?version={first.pk}",
    ]
    before = [queries_of(ward.house.owner, url) for url in urls]
    for at in range(2):
        ward.changed(care_map, "title: ", f"title: {at}")
        ward.kept(care_map)
    ward.walked(first, ward.resident, treat=(Goes.NOT_DONE, "Nor this"))
    assert [queries_of(ward.house.owner, url) for url in urls] == before
    assert max(before) <= 50


def test_a_walker_reads_the_reply_even_once_the_map_has_changed(ward: Ward) -> None:
    care_map = ward.drawn()
    ward.walked(ward.kept(care_map), look=(Goes.DIFFERENT, "By two"))
    ward.changed(care_map, "Treated", "Cured")
    newer = ward.kept(care_map)
    url = reverse("workflow:walkthrough", args=key(ward.house))
    assert "Reply due in 14 days" in visitor(ward.bedside).get(url).content.decode()
    answer = StepAnswer.objects.get(step="look")
    reply(ward.house.owner, answer, words="Two it is", effect=Effect.CHANGED, changed_in=newer)
    page = visitor(ward.bedside).get(url).content.decode()
    assert "Two it is" in page
    assert reverse("workflow:version", args=[newer.pk]) in page


def test_what_somebody_has_not_handed_in_is_nobody_elses_to_read(ward: Ward) -> None:
    walk = ward.asked(ward.kept(ward.drawn()))
    said = walking.answer_step(ward.bedside, walk, "look", Goes.DIFFERENT, different="Only half of it so far")
    for person in (ward.resident, ward.house.owner):
        answer = visitor(person).get(reverse("workflow:reply", args=[said.pk]))
        assert answer.status_code == 404
        assert b"half of it" not in answer.content
