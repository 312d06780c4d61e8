"""Open a map of care, and save the draft that is worked on without losing what somebody else saved."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, Site, UseCase
from attending.program.rules import Act, Refused
from attending.workflow.models import CareMap, MapDraft, MapKind
from attending.workflow.rules.map_text import beginning, hash_of, tidied


class StaleDraft(Refused):
    """Somebody saved since the text was opened; ``draft`` is what stands now, and the page keeps the text given."""

    def __init__(self, draft: MapDraft) -> None:
        self.draft = draft
        super().__init__(
            f"{draft.saved_by} saved this map while you worked on it. Nothing is lost: both texts are below. "
            "Put what you want to keep into yours, then save again."
        )


@transaction.atomic
def open_map(acting: Person, use_case: UseCase, kind: MapKind, *, site: Site | None = None, text: str = "") -> CareMap:
    """Begin a map of how the work is, or is to be, at one site or (None) at every site.

    ``text`` is its first draft, by default one with nothing but a title. One map of each kind stands for each site.
    """
    check(acting, Act.DRAW_MAP, use_case)
    if site is not None:
        check_organisation(acting, site.organisation_id)
    first = tidied(text) if text.strip() else beginning(f"{use_case.title}: {kind.label.lower()}")
    take_turn()
    if CareMap.objects.filter(use_case=use_case, kind=kind, site=site).exists():
        where = f"of {site}" if site else "of every site"
        raise Refused(f"There is a map {where} already that shows the work {kind.label.lower()}; open that one.")
    now = timezone.now()
    care_map = CareMap.objects.create(use_case=use_case, kind=kind, site=site, opened_by=acting, opened_at=now)
    MapDraft.objects.create(care_map=care_map, text=first, saved_by=acting, saved_at=now)
    log(acting, "map.opened", care_map, {"kind": str(kind), "site": site.pk if site else None, "text": hash_of(first)})
    return care_map


@transaction.atomic
def save_draft(acting: Person, care_map: CareMap, text: str, *, revision: int) -> MapDraft:
    """Save the text that is worked on; ``revision`` is that of the draft it was begun from.

    A draft may be half written: what is wrong in it is told, not refused. Raises StaleDraft where somebody saved since.
    """
    check(acting, Act.DRAW_MAP, care_map.use_case)
    wanted = tidied(text)
    take_turn()
    draft = (
        MapDraft.objects.select_for_update(of=("self",), no_key=True).select_related("saved_by").get(care_map=care_map)
    )
    if draft.text == wanted:
        return draft
    if draft.revision != revision:
        raise StaleDraft(draft)
    draft.text, draft.revision = wanted, draft.revision + 1
    draft.saved_by, draft.saved_at = acting, timezone.now()
    draft.save(update_fields=["text", "revision", "saved_by", "saved_at"])
    log(acting, "map.draft_saved", care_map, {"revision": draft.revision, "text": hash_of(wanted)})
    return draft
