"""Maps are opened once for each place, and a draft is saved without losing what somebody else saved."""

from __future__ import annotations

import pytest

from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.maps.reading import read
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.maps import StaleDraft, open_map, save_draft
from attending.workflow.models import CareMap, MapDraft, MapKind
from attending.workflow.rules.map_text import LONGEST
from tests.integration.pages import stranger
from tests.integration.workflow.world import TEXT, UNREADABLE, Ward


def test_a_map_begins_with_its_title_and_one_of_each_kind_stands_for_each_place(ward: Ward) -> None:
    opened = open_map(ward.house.nurse, ward.house.use_case, MapKind.AS_IS)
    assert read(opened.draft.text).title == "Sepsis alert: as it is today"
    with pytest.raises(Refused, match="map of every site already"):
        ward.drawn(MapKind.AS_IS)
    ward.drawn(MapKind.AS_IS, site=ward.site)
    with pytest.raises(Refused, match="map of Main already"):
        ward.drawn(MapKind.AS_IS, site=ward.site)
    ward.drawn(MapKind.TO_BE)
    assert CareMap.objects.count() == 3
    assert verify().ok


def test_who_may_not_draw(ward: Ward) -> None:
    for person in (ward.bedside, stranger()):
        with pytest.raises(NotAllowed):
            open_map(person, ward.house.use_case, MapKind.AS_IS)
    care_map = ward.drawn()
    with pytest.raises(NotAllowed):
        save_draft(ward.bedside, care_map, TEXT, revision=1)


def test_a_site_of_another_organisation_is_refused(ward: Ward) -> None:
    foreign = stranger().organisation.sites.create(name="Far away")
    with pytest.raises(NotAllowed, match="another organisation"):
        ward.drawn(site=foreign)


def test_a_stale_save_is_refused_and_shows_what_stands(ward: Ward) -> None:
    care_map = ward.drawn()
    mine, theirs = TEXT.replace("Treated", "Cared for"), TEXT.replace("Treated", "Cured")
    save_draft(ward.house.owner, care_map, theirs, revision=1)
    with pytest.raises(StaleDraft, match="Olga Owner saved this map while you worked on it") as stale:
        save_draft(ward.house.nurse, care_map, mine, revision=1)
    assert stale.value.draft.text == theirs
    draft = save_draft(ward.house.nurse, care_map, mine, revision=stale.value.draft.revision)
    assert (draft.text, draft.revision) == (mine, 3)


def test_the_same_text_again_changes_nothing(ward: Ward) -> None:
    care_map = ward.drawn()
    before = Entry.objects.count()
    assert save_draft(ward.house.owner, care_map, TEXT, revision=7).revision == 1
    assert Entry.objects.count() == before


def test_a_half_written_draft_is_kept(ward: Ward) -> None:
    care_map = ward.drawn()
    save_draft(ward.house.nurse, care_map, UNREADABLE, revision=1)
    assert MapDraft.objects.get().text == UNREADABLE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \n", "empty"),
        (f"{TEXT}\x07", "Line 14 holds a character that cannot be printed .U.0007."),
        ("x" * (LONGEST + 1), "characters; at most"),
    ],
)
def test_what_cannot_be_kept_is_refused(ward: Ward, text: str, why: str) -> None:
    care_map = ward.drawn()
    with pytest.raises(Refused, match=why):
        save_draft(ward.house.nurse, care_map, text, revision=1)
    assert MapDraft.objects.get().revision == 1
