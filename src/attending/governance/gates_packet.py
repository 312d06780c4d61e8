"""What is sealed with the question at a gate: what the policy asks, the evidence, exceptions, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.governance.models import Gate, Route
from attending.governance.queries import gates as queries
from attending.governance.queries.gates import Subject
from attending.governance.rules.claims import Claim, claims_of
from attending.governance.rules.gate_questions import gate_label, question
from attending.governance.rules.gates import Line, Standing, quorum_of, rule_document
from attending.policies.model import GateRule
from attending.program.models import Deployment, Person, RiskTier, Seat
from attending.program.queries.seats import seats_on
from attending.program.registries import packet
from attending.program.registries.facts import facts
from attending.program.registries.pages import url_of
from attending.ui import formats

Document = dict[str, Any]


def claims(subject: Subject) -> list[Claim]:
    """What an approval of the subject would rest on now."""
    use_case = queries.use_case_of(subject)
    return claims_of(facts(subject), policy_of(use_case.organisation_id).tier(use_case.risk_tier).reopens)


def document(subject: Subject, gate: Gate, stands: Standing, *, reason: str, asked_by: Person | None) -> Document:
    """The packet of a gate on its evidence as it stands.

    ``data`` holds its rule and claims, to compare with when it is approved and later.
    """
    today = timezone.localdate()
    rule = queries.rule_of(subject, gate.target)
    exceptions = queries.exceptions_of(subject, today)
    used = [exceptions[line.item] for line in stands.excepted]
    sealed = claims(subject)
    return {
        "title": question(subject, gate.target),
        "asked": f"Approve, approve with conditions, return for re-review, or decline: {gate_label(gate.target)}.",
        "summary": [
            ["Asked by", asked_by.printed_name if asked_by else "The system: an approval lapsed"],
            ["Reason", reason],
            ["Risk tier", f"{RiskTier(gate.tier).label}; {Route(gate.route).label.lower()}"],
            ["Evidence", stands.sentence],
            ["Signatures", signatures_in_words(rule, asked=asked_by is not None)],
            ["The approval ends", f"{rule.expires_after_days} days after it is signed, or with its first exception"],
        ],
        "sections": [
            _evidence("Evidence that the policy requires", stands.required, "Required of this tier at this gate."),
            *([_conditions(stands.conditions)] if stands.conditions else []),
            *([_exceptions(used, stands.excepted)] if used else []),
            *([_beyond(stands.beyond)] if stands.beyond else []),
            *_rests_on(sealed),
            _people(subject),
            *(packet.sections(subject) if isinstance(subject, Deployment) else [_thesis(subject)]),
        ],
        "data": {
            "gate": gate.target,
            "tier": gate.tier,
            "rule": rule_document(rule),
            "claims": [dict(claim) for claim in sealed],
            "exceptions": [each.pk for each in used],
        },
    }


def signatures_in_words(rule: GateRule, *, asked: bool = True) -> str:
    """Such as ``3 people, at least 1 of them a clinician, from these seats: clinical owner, safety officer``.

    ``asked`` is False where no person asked, but the system.
    """
    quorum = quorum_of(rule, asked=asked)
    people = "1 person" if quorum == 1 else f"{quorum} people"
    clinical = f", at least {rule.clinical_quorum} of them clinical" if rule.clinical_quorum else ""
    if quorum == 1 and rule.clinical_quorum:
        clinical = ", a clinician"
    names = ", ".join(Seat(seat).label.lower() for seat in rule.seats)
    which = "from the seat of" if len(rule.seats) == 1 else "from each of these seats:"
    among = "" if quorum == len(rule.seats) else "among them "
    return f"{people}{clinical}" + (f", {among}{which} {names}" if names else "")


def exception_document(
    subject: Subject, lines: Sequence[Line], *, reason: str, until: date, asked_by: Person
) -> Document:
    """The packet of the question whether items may be missing for a time."""
    return {
        "title": f"Exception at a gate of {subject}",
        "asked": f"May the gate be passed without this until {formats.date(until)}?",
        "summary": [
            ["Asked by", asked_by.printed_name],
            ["Reason", reason],
            ["Until", formats.date(until)],
            ["Items", str(len(lines))],
        ],
        "sections": [
            _evidence("What would be missing", lines, "Required by the policy, and not there."),
            _people(subject),
        ],
        "data": {"items": [line.item for line in lines], "until": until.isoformat()},
    }


def _evidence(heading: str, lines: Sequence[Line], caption: str) -> Document:
    rows = [[line.title, str(line.state).capitalize(), aged(line), line.summary or "Nothing said."] for line in lines]
    links = [[line.title, line.link] for line in lines if line.link.startswith("/")]
    return {
        "heading": heading,
        "table": {"columns": ["Item", "State", "As of", "What is known"], "rows": rows, "caption": caption},
        **({"links": links} if links else {}),
    }


def _beyond(lines: Sequence[Line]) -> Document:
    """What nobody requires here is sealed without the addresses where it is shown."""
    section = _evidence("What else is known", lines, "Not required here.")
    return {key: value for key, value in section.items() if key != "links"}


def aged(line: Line) -> str:
    """When what is known of an item was so."""
    return formats.date(line.as_of) if line.as_of else "no date"


def _exceptions(used: Sequence[Any], lines: Sequence[Line]) -> Document:
    titles = {line.item: line.title for line in lines}
    rows = [
        [
            titles[each.item],
            formats.date(each.until),
            each.asked_by.printed_name,
            each.reason,
            f"decision {each.decision_id}",
        ]
        for each in used
    ]
    columns = ["Item", "Until", "Asked by", "Why it may be missing", "Granted by"]
    caption = "The approval ends with the first of these."
    return {"heading": "Exceptions", "table": {"columns": columns, "rows": rows, "caption": caption}}


def _conditions(conditions: Sequence[str]) -> Document:
    caption = "Whoever approves names for each of these an owner and a day; somebody else accepts its proof."
    table = {"columns": ["Condition"], "rows": [[each] for each in conditions], "caption": caption}
    return {"heading": "Conditions to take over", "table": table}


def _rests_on(sealed: Sequence[Claim]) -> list[Document]:
    if not sealed:
        return []
    rows = [[claim["sentence"]] for claim in sealed]
    caption = "When one of these no longer holds, the approval lapses and is decided anew."
    return [
        {
            "heading": "What this decision rests on",
            "table": {"columns": ["Sentence"], "rows": rows, "caption": caption},
        }
    ]


def _people(subject: Subject) -> Document:
    use_case = queries.use_case_of(subject)
    rows = [[each.seat.label, each.person.printed_name if each.person else "nobody"] for each in seats_on(use_case)]
    links = [["The page of the use case", page] for page in (url_of(use_case),) if page]
    return {"heading": "Who answers for it", "rows": rows, **({"links": links} if links else {})}


def _thesis(use_case: Any) -> Document:
    named = [
        ["Problem", use_case.problem],
        ["Burden lifted", use_case.burden_lifted],
        ["Burden added", use_case.burden_added],
        ["Without AI", use_case.alternative],
    ]
    page = reverse("governance:gate-of-use-case", args=[use_case.key])
    rows = [row for row in named if row[1]]
    return {"heading": "The use case", "rows": rows, "links": [["Its gates", page]]}
