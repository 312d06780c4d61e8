"""What a panel says of a use case: its place, how sure it is, and where clinicians disagree."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.analytics.preference import words
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.strategy.queries.panel_ranking import kept, newest_about
from attending.strategy.rules.panel_document import KeptRanking

ITEM = "panel"
_STATES = {
    "stable winner": FindingState.MET,
    "contested": FindingState.PARTIAL,
    "clear no": FindingState.PARTIAL,
}


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case that a closed panel judged; nothing about any other."""
    if isinstance(subject, Deployment):
        return []
    ranking = newest_about(subject)
    if ranking is None:
        return []
    found = kept(ranking)
    link = reverse("strategy:panel-ranking", args=[ranking.panel_id])
    ranked = next((each for each in found.ranking.items if found.use_cases[each.item] == subject.pk), None)
    if ranked is None:
        summary = f"{ranking.panel.title} could not rank it: some criterion has no usable score."
        return [Finding(ITEM, "Panel", FindingState.PARTIAL, summary, ranking.computed_at, link)]
    return [
        Finding(
            ITEM,
            "Panel",
            _STATES[ranked.verdict],
            f"{ranked.verdict.capitalize()}: rank {ranked.rank} of {len(found.ranking.items)}, {_place(found)} in "
            f"{words.share(ranked.resampled.within_top)} of {found.ranking.resampling.samples:,} re-runs, n "
            f"{ranked.scorers}.",
            ranking.computed_at,
            link,
        )
    ]


def _place(found: KeptRanking) -> str:
    return "first" if found.ranking.top == 1 else f"in the first {found.ranking.top}"
