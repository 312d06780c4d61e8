"""Whether an AI stands in the inventory, with what people need to find it and whoever answers for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.inventory.queries.entries import covering
from attending.program.models import Deployment, Seat, UseCase
from attending.program.queries.seats import holder
from attending.program.registries.evidence import Finding, FindingState

ITEM = ("inventory-entry", "Entry in the inventory")


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding, about the use case of a deployment too."""
    use_case = subject.use_case if isinstance(subject, Deployment) else subject
    entries = list(covering(use_case).order_by("pk"))
    if isinstance(subject, Deployment):
        model = subject.model_version.ai_model_id
        entries = [each for each in entries if each.ai_model_id in (model, None)]
    if not entries:
        link, summary = reverse("inventory:entries"), "No entry of the inventory is linked to it."
        return [Finding(*ITEM, FindingState.MISSING, summary, None, link)]
    owned = holder(use_case, Seat.CLINICAL_OWNER) is not None
    asked = [
        ("purpose", "what it is used for"),
        ("place", "where"),
        *([] if owned else [("owner", "who answers for it")]),
    ]
    lacking = {words: [each.name for each in entries if not getattr(each, name).strip()] for name, words in asked}
    said = [f"{words} ({', '.join(names)})" for words, names in lacking.items() if names]
    first = entries[0]
    link = reverse("inventory:entry", args=[first.pk])
    if said:
        summary = f"The entry does not say {'; '.join(said)}."
        return [Finding(*ITEM, FindingState.PARTIAL, summary, first.changed_at, link)]
    count = f"{len(entries)} entries are" if len(entries) > 1 else "One entry is"
    return [Finding(*ITEM, FindingState.MET, f"{count} linked to it.", max(each.changed_at for each in entries), link)]
