"""Hold a round of peer review: agree its rubric, open it on a drawn sample, close it with its results."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from attending.analytics.peer_review import draw
from attending.analytics.records import to_record
from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Deployment, Person
from attending.program.models.deployments import State
from attending.program.rules import Act, Refused
from attending.review.measured import as_measured
from attending.review.models import (
    Assessment,
    PeerReviewRound,
    RoundReviewer,
    RoundState,
    Rubric,
    SampledItem,
)
from attending.review.queries.peer_review import criteria_of, is_unread, plan_of, read_items
from attending.review.rules.peer_frame import Frame, pseudonyms, stratum_name, unit_of
from attending.review.rules.peer_plan import Terms, assign_readers, plan_round, under_pseudonyms
from attending.review.rules.peer_results import RoundResults, round_results
from attending.review.rules.rubric import parse_rubric, rubric_document

FEWEST_REVIEWERS = 2


@transaction.atomic
def agree_rubric(acting: Person, deployment: Deployment, *, name: str, text: str) -> Rubric:
    """Agree a rubric, or the next version of the one with this name; the organisation's rounds may use it."""
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    take_turn()
    if not name.strip():
        raise Refused("Name the rubric.")
    criteria = rubric_document(parse_rubric(text))
    standing = Rubric.objects.filter(organisation_id=acting.organisation_id, name=name.strip())
    newest = standing.order_by("-version").first()
    if newest is not None and newest.criteria == criteria:
        raise Refused(f"This is {newest} word for word; change what should change, or use it as it is.")
    rubric = Rubric.objects.create(
        organisation=acting.organisation,
        name=name.strip(),
        version=(standing.aggregate(newest=Max("version"))["newest"] or 0) + 1,
        criteria=criteria,
        agreed_by=acting,
        agreed_at=timezone.now(),
    )
    payload: dict[str, Json] = {"name": rubric.name, "version": rubric.version, "criteria": len(criteria)}
    log(acting, "peer_review.rubric_agreed", rubric, payload)
    return rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a round is about: whole months from the first day of one to the last of another."""

    label: str
    first: date
    last: date
    due_on: date
    rubric: Rubric
    terms: Terms
    reviewers: Sequence[Person]


@transaction.atomic
def open_round(acting: Person, deployment: Deployment, opening: Opening, frame: Frame) -> PeerReviewRound:
    """Draw the sample and ask the reviewers.

    Of the frame only the number of documents in each stratum, its hash and the drawn references are kept, and no login:
    where the sample is drawn by user, a pseudonym stands for each. The seed is drawn here, after the frame was handed
    over, so that nobody can choose either for the other.
    """
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    take_turn()
    _check_opening(acting, deployment, opening)
    plan = plan_round(opening.terms, frame)
    seed = secrets.randbits(62)
    by_user = opening.terms.by_user
    sample = draw(frame.references(by_user=by_user), plan.allocation, seed=str(seed))
    names = pseudonyms({each.stratum.user for each in plan.allocation}, secrets.token_bytes(32))
    kept = under_pseudonyms(plan, names)
    round_ = PeerReviewRound.objects.create(
        deployment=deployment,
        rubric=opening.rubric,
        label=opening.label.strip(),
        period_start=opening.first,
        period_end=opening.last,
        plan=to_record(kept),
        frame={
            "population": sample.population,
            "method": sample.method,
            "strata": [{**to_record(each.stratum), "sampled": each.sampled} for each in kept.allocation],
        },
        frame_sha256=sample.frame,
        seed=seed,
        opened_by=acting,
        opened_at=timezone.now(),
        due_on=opening.due_on,
    )
    reviewers = [RoundReviewer.objects.create(round=round_, person=each) for each in opening.reviewers]
    items = SampledItem.objects.bulk_create(
        [
            SampledItem(
                round=round_,
                number=at,
                stratum=stratum_name(item.unit, names[item.user]),
                reference=item.reference,
            )
            for at, item in enumerate(sample.items, start=1)
        ]
    )
    _ask(round_, items, reviewers, frame)
    payload: dict[str, Json] = {
        "deployment": deployment.pk,
        "rubric": opening.rubric.pk,
        "method": opening.terms.method,
        "tolerable": str(opening.terms.tolerable),
        "fails_when": opening.terms.fails_when,
        "population": sample.population,
        "sampled": len(items),
        "frame_sha256": sample.frame,
        "seed": str(seed),
        "reviewers": [each.person_id for each in reviewers],
    }
    log(acting, "peer_review.opened", round_, payload)
    return round_


def _check_opening(acting: Person, deployment: Deployment, opening: Opening) -> None:
    if State(deployment.state) == State.PLANNED:
        raise Refused("This deployment is planned; its drafts are reviewed once it writes some.")
    if not opening.label.strip():
        raise Refused("Name the round.")
    named = PeerReviewRound.objects.filter(deployment=deployment, label=opening.label.strip(), state=RoundState.OPEN)
    if named.exists():
        raise Refused("A round of this name is being read already. Close it, or give this one another name.")
    if opening.rubric.organisation_id != acting.organisation_id:
        raise Refused("This rubric belongs to another organisation.")
    people = {each.pk for each in opening.reviewers}
    if len(people) < FEWEST_REVIEWERS or len(people) != len(opening.reviewers):
        raise Refused("Name at least two reviewers: one alone cannot show whether the rubric is read alike.")
    for each in opening.reviewers:
        check_organisation(each, acting.organisation_id)
        if not each.active or each.user_id is None:
            raise Refused(f"{each.printed_name} cannot sign in; name somebody who can.")
    if not FEWEST_REVIEWERS <= opening.terms.readers <= len(people):
        raise Refused(f"Each document is read by 2 to {len(people)} of the reviewers, who are {len(people)}.")
    if opening.last < opening.first:
        raise Refused("The period ends before it begins.")
    if opening.last >= timezone.localdate():
        raise Refused("The last month is not over yet: documents still to be written could not be drawn.")
    if opening.due_on < timezone.localdate():
        raise Refused("The round is due on a day that is past.")


def _ask(
    round_: PeerReviewRound, items: Sequence[SampledItem], reviewers: Sequence[RoundReviewer], frame: Frame
) -> None:
    users = frame.users()
    logins = {each.pk: each.person.user.get_username() if each.person.user else "" for each in reviewers}
    chosen = assign_readers([users[item.reference] for item in items], logins, plan_of(round_).terms.readers)
    Assessment.objects.bulk_create(
        [
            Assessment(item=item, reviewer_id=reviewer, saved_at=round_.opened_at)
            for item, readers in zip(items, chosen, strict=True)
            for reviewer in readers
        ],
        batch_size=500,
    )


@transaction.atomic
def close_round(acting: Person, round_: PeerReviewRound) -> PeerReviewRound:
    """Compute the results of what was handed in, tell whoever listens, and erase references and authors."""
    deployment = round_.deployment
    check(acting, Act.PLAN_REVIEW, deployment.use_case)
    take_turn()
    standing = _still_open(round_)
    plan = plan_of(standing)
    items = read_items(standing, plan)
    if not any(item.readings for item in items):
        raise Refused("Nobody has handed anything in, so the round would have no results: end it unread, and say why.")
    found = round_results(
        plan,
        criteria_of(standing.rubric),
        items,
        reviewers=standing.reviewers.count(),
        seed=standing.seed % 2**32,
    )
    standing.results = to_record(found)
    _leave(standing, acting, RoundState.CLOSED)
    payload: dict[str, Json] = {
        "reviewed": found.reviewed,
        "missing": found.missing,
        "unread": found.unread,
        "verdict": found.verdict,
        "references": "erased",
        "authors": "erased",
    }
    log(acting, "peer_review.closed", standing, payload)
    source = Source(
        name=f"peer review {standing.pk}",
        sha256=standing.frame_sha256,
        period_start=standing.period_start,
        period_end=standing.period_end,
        rows_read=found.sampled,
        rows_loaded=found.reviewed,
    )
    record_measures(acting, deployment, source, measured(standing, found), right=Act.PLAN_REVIEW)
    return standing


@transaction.atomic
def end_unread(acting: Person, round_: PeerReviewRound, *, reason: str) -> PeerReviewRound:
    """End a round in which nobody handed anything in: it has no results, is no review, and its references go."""
    check(acting, Act.PLAN_REVIEW, round_.deployment.use_case)
    take_turn()
    standing = _still_open(round_)
    if not is_unread(standing):
        raise Refused("Something was handed in: close the round, so that everybody sees what was found.")
    if not reason.strip():
        raise Refused("Say why nobody read, so that the next round is read.")
    standing.ended_because = reason.strip()
    _leave(standing, acting, RoundState.ENDED)
    payload: dict[str, Json] = {"reason": standing.ended_because, "references": "erased", "authors": "erased"}
    log(acting, "peer_review.ended_unread", standing, payload)
    return standing


def _still_open(round_: PeerReviewRound) -> PeerReviewRound:
    standing = (
        PeerReviewRound.objects.select_for_update(of=("self",), no_key=True).select_related("rubric").get(pk=round_.pk)
    )
    if standing.state != RoundState.OPEN:
        raise Refused("This round is closed already.")
    return standing


def _leave(standing: PeerReviewRound, acting: Person, state: RoundState) -> None:
    """Nobody reads in the round any more: what would find its documents and their authors is erased."""
    standing.state, standing.closed_by, standing.closed_at = state, acting, timezone.now()
    standing.save(update_fields=["results", "ended_because", "state", "closed_by", "closed_at"])
    erased = list(standing.items.all())
    for item in erased:
        item.reference, item.stratum = "", unit_of(item.stratum)
    SampledItem.objects.bulk_update(erased, ["reference", "stratum"], batch_size=500)


def measured(round_: PeerReviewRound, found: RoundResults) -> list[Measured]:
    """What others may agree limits on: failure rates for everyone, at least a severity, and by unit; agreement."""
    whole = found.agreement["document"]
    told = [("overall", "all", found.rate)]
    told += [("severity", severity, each) for severity, each in found.failures.by_severity.items()]
    told += [("unit", unit, each) for unit, each in found.failures.by_unit.items()]
    told += [("overall", "all", whole.percent_agreement), ("overall", "all", whole.krippendorff_alpha)]
    period = (round_.period_start, round_.period_end)
    return [as_measured(each, attribute, level, period) for attribute, level, each in told]
