"""Reads of intake: drafts, links, and proposals that wait; a constant number of queries each."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from attending.program.models import Organisation, Person, UseCase
from attending.strategy.models import DraftState, IntakeDraft, IntakeLink
from attending.strategy.rules.intake import Closed, why_closed

SENT = (DraftState.WAITING, DraftState.PROPOSED, DraftState.DECLINED)


def own_draft(person: Person, uid: UUID) -> IntakeDraft:
    """A draft that its writer has not discarded; raises IntakeDraft.DoesNotExist for anybody else's."""
    return (
        IntakeDraft.objects.select_related("use_case", "organisation")
        .exclude(state=DraftState.DISCARDED)
        .get(person=person, uid=uid)
    )


def own_drafts(person: Person) -> QuerySet[IntakeDraft]:
    """What a person began and has neither sent nor discarded, the newest first; an empty page is not counted."""
    return IntakeDraft.objects.filter(person=person, state=DraftState.DRAFT).exclude(answers={})


def links(organisation: Organisation) -> QuerySet[IntakeLink]:
    """Every link with how many proposals were sent through it and how many still wait."""
    return (
        IntakeLink.objects.filter(organisation=organisation)
        .select_related("opened_by")
        .annotate(
            sent=Count("drafts", filter=Q(drafts__state__in=SENT)),
            waiting=Count("drafts", filter=Q(drafts__state=DraftState.WAITING)),
        )
    )


def link_by_sha256(digest: str) -> IntakeLink | None:
    """The link whose secret has this SHA-256 in hexadecimal."""
    return IntakeLink.objects.select_related("organisation").filter(secret_sha256=digest).first()


def draft_by_sha256(digest: str) -> IntakeDraft | None:
    """The draft of somebody without an account whose secret has this SHA-256; None once it was discarded."""
    return (
        IntakeDraft.objects.select_related("link", "organisation", "use_case")
        .exclude(state=DraftState.DISCARDED)
        .filter(secret_sha256=digest, person=None)
        .first()
    )


def closed_because(link: IntakeLink) -> Closed | None:
    """Why a link takes no more proposals today."""
    sent = IntakeDraft.objects.filter(link=link, state__in=SENT).count()
    return why_closed(link, today=timezone.localdate(), sent=sent)


def draft_behind(use_case: UseCase) -> IntakeDraft | None:
    """The draft that a use case was proposed with."""
    return IntakeDraft.objects.filter(use_case=use_case).select_related("link").first()


def proposals(organisation: Organisation) -> QuerySet[IntakeDraft]:
    """What people without an account sent, the oldest first."""
    return (
        IntakeDraft.objects.filter(organisation=organisation, person=None, state__in=SENT)
        .select_related("link", "use_case", "answered_by", "organisation")
        .order_by("sent_at", "pk")
    )


def waiting(organisation: Organisation) -> QuerySet[IntakeDraft]:
    """The proposals that wait to be taken up."""
    return proposals(organisation).filter(state=DraftState.WAITING)
