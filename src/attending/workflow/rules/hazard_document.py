"""The hazard log as one document: what is sealed when it is put to a decision, and what is filed.

It holds what the log says and nothing of when it is printed, so that an unchanged log has the same hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attending.analytics.catalogs.hazards import Method, walk
from attending.ledger.canonical import canonical
from attending.program.models import Person, UseCase
from attending.workflow.models import HazardControl, HazardRating
from attending.workflow.rules.hazard_entry import FindMethod, LogEntry, is_in_place

FORMAT: Final = "attending-hazard-log/1"

Document = dict[str, Any]


def document(use_case: UseCase, entries: Sequence[LogEntry], method_of: FindMethod) -> Document:
    """The whole log; methods are those that a rating which counts was made by, each with its whole table."""
    counting = [each for entry in entries for each in (entry.initial, entry.residual) if each is not None]
    used = sorted({(each.method, each.method_version) for each in counting})
    return {
        "format": FORMAT,
        "use_case": {"key": use_case.key, "title": use_case.title},
        "methods": [_method(method) for name in used if (method := method_of(*name)) is not None],
        "hazards": [_hazard(entry, method_of) for entry in entries],
    }


def sha256(log: Mapping[str, Any]) -> str:
    """Hexadecimal SHA-256 of the canonical JSON (RFC 8785) of a document."""
    return hashlib.sha256(canonical(log).encode()).hexdigest()


def _method(method: Method) -> Document:
    return {
        "key": method.key,
        "name": method.name,
        "title": method.title,
        "version": method.version,
        "source": method.source,
        "verified": method.verified,
        "verification": method.verification,
        "adapted": method.adapted,
        "acceptance_source": method.acceptance_source,
        "rating_name": method.rating_name,
        "severities": [{"key": each.key, "name": each.name, "means": each.means} for each in method.severities],
        "likelihoods": [{"key": each.key, "name": each.name, "means": each.means} for each in method.likelihoods],
        "table": [
            [method.table[likelihood.key, severity.key] for severity in method.severities]
            for likelihood in method.likelihoods
        ],
        "bands": [
            {
                "lowest": each.lowest,
                "highest": each.highest,
                "name": each.name,
                "means": each.means,
                "accepted_by": list(each.accepted_by),
            }
            for each in method.bands
        ],
    }


def _hazard(entry: LogEntry, method_of: FindMethod) -> Document:
    hazard = entry.hazard
    return {
        "number": hazard.number,
        "key": hazard.key,
        "name": hazard.name,
        "description": hazard.description,
        "step": hazard.step,
        "causes": hazard.causes,
        "consequences": hazard.consequences,
        "impact": hazard.impact,
        "owner": _name(hazard.owner),
        "state": hazard.state,
        "transferred_to": hazard.transferred_to,
        "controls": [_control(each) for each in entry.controls],
        "initial": _rating(entry.initial, method_of),
        "residual": _rating(entry.residual, method_of),
    }


def _control(control: HazardControl) -> Document:
    return {
        "kind": control.kind,
        "side": control.side,
        "what": control.what,
        "step": control.step,
        "existing": control.existing,
        "in_place": is_in_place(control),
        "owner": _name(control.owner),
        "due_on": control.due_on.isoformat() if control.due_on else "",
        "done_on": control.done_at.date().isoformat() if control.done_at else "",
        "done_by": _name(control.done_by),
        "proof": control.proof,
        "confirmed_by": _name(control.confirmed_by),
    }


def _rating(rating: HazardRating | None, method_of: FindMethod) -> Document | None:
    if rating is None:
        return None
    method = method_of(rating.method, rating.method_version)
    walked = walk(method, rating.rating, rating.answers) if method and method.tree else None
    return {
        "method": rating.method,
        "method_version": rating.method_version,
        "severity": rating.severity,
        "likelihood": rating.likelihood,
        "rating": rating.rating,
        "means": method.band(rating.rating).name if method else "",
        "tree": [[question.question, yes] for question, yes in walked.answered] if walked else [],
        "tree_end": str(walked.end) if walked and walked.end else "",
        "action": rating.action,
        "action_owner": _name(rating.action_owner),
        "outcome_measure": rating.outcome_measure,
        "reason": rating.reason,
        "by": _name(rating.rated_by),
        "on": rating.rated_at.date().isoformat(),
    }


def _name(person: Person | None) -> str:
    return person.printed_name if person else ""
