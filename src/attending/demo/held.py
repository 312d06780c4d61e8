"""The post-launch review of the live deployment: opened, discussed, and waiting to be signed."""

from __future__ import annotations

from attending.demo.use_cases import Cast
from attending.program.models import Deployment
from attending.review.actions.cycles import ask_for_outcome, open_review, say
from attending.review.models import ReviewCycle
from attending.review.rules.cycle import Outcome

STEWARD = "Lead Data Scientist"
NOTES = (
    (
        STEWARD,
        "Overall it ranks and calibrates as agreed. In heart failure it passes the stop limit, and its maker's claim "
        "is not reached here.",
    ),
    (
        "Nurse Manager, Medical Intensive Care",
        "The charge nurses still read every item at 0.5. For heart failure they ask the cardiologist first.",
    ),
)
REASON = "It works for most patients. Stop prompting in heart failure until cardiology agrees what the score is for."


def hold(cast: Cast, deployment: Deployment) -> ReviewCycle:
    """Open the review, say what was found, and ask those who answer for it to sign an outcome."""
    steward = cast.people[STEWARD]
    cycle = open_review(steward, deployment)
    for name, said in NOTES:
        say(cast.people[name], cycle, said)
    ask_for_outcome(steward, cycle, Outcome.CHANGE, reason=REASON)
    cycle.refresh_from_db()
    return cycle
