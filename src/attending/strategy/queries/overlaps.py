"""Which use cases and waiting proposals a draft is like; a constant number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from attending.analytics.overlap import overlaps
from attending.program.models import CapabilityLink, UseCase
from attending.strategy.models import IntakeDraft
from attending.strategy.queries.intake import waiting
from attending.strategy.rules.intake import QUESTIONS, said

LIKE: Final = 0.3
VERY_LIKE: Final = 0.5
"""Cosines above which two texts are called like and very like; unrelated use cases lie at 0.1 to 0.2."""

MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """Something the draft is like: a use case, or (without ``use_case``) a proposal that waits to be taken up."""

    title: str
    similarity: float
    words: tuple[str, ...]
    use_case: UseCase | None
    same_kind: bool
    same_priority: bool
    capabilities: tuple[str, ...]


def alike(draft: IntakeDraft) -> list[Alike]:
    """What is most like the draft, use cases and waiting proposals together."""
    text = _text(said(draft.answers, "title"), said(draft.answers, "problem"))
    organisation = draft.organisation
    cases = list(UseCase.objects.filter(organisation=organisation).exclude(intake_draft=draft).order_by("pk"))
    drafts = list(waiting(organisation).exclude(pk=draft.pk))
    others = [_text(each.title, each.problem) for each in cases]
    others += [_text(str(each), said(each.answers, "problem")) for each in drafts]
    found = overlaps(text, others, at_least=LIKE, most=MOST)
    linked = _capabilities([cases[each.index].pk for each in found if each.index < len(cases)])
    spoken = " ".join(said(draft.answers, field) for field in ("problem", *QUESTIONS)).casefold()
    alike = []
    for each in found:
        use_case = cases[each.index] if each.index < len(cases) else None
        answers = _facts(use_case) if use_case else drafts[each.index - len(cases)].answers
        named = linked.get(use_case.pk, []) if use_case else []
        alike.append(
            Alike(
                title=use_case.title if use_case else str(drafts[each.index - len(cases)]),
                similarity=each.similarity,
                words=each.words,
                use_case=use_case,
                same_kind=_same(draft.answers, answers, "kind"),
                same_priority=_same(draft.answers, answers, "priority"),
                capabilities=tuple(name for name in named if name.casefold() in spoken),
            )
        )
    return alike


def _text(title: str, problem: str) -> str:
    return f"{title}. {problem}"


def _facts(use_case: UseCase) -> Mapping[str, Any]:
    return {"kind": use_case.kind, "priority": use_case.priority_id}


def _same(one: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    return bool(said(one, field)) and said(one, field) == said(other, field)


def _capabilities(use_cases: list[int]) -> Mapping[int, list[str]]:
    """The names of the capabilities that each of these use cases needs or builds."""
    named: dict[int, list[str]] = {}
    for link in CapabilityLink.objects.filter(use_case__in=use_cases).select_related("capability"):
        named.setdefault(link.use_case_id, []).append(link.capability.name)
    return named
