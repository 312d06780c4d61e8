"""Compute what was asked for about a roadmap, in the process that this was started for."""

from __future__ import annotations

from functools import partial

from attending.program.rules import Refused
from attending.strategy.actions.planning import frame_for, solved
from attending.strategy.actions.planning_jobs import claim, fail, finish, keep_planned, tell
from attending.strategy.models import Plan, PlanningJob
from attending.strategy.rules.plan_study import PARTS
from attending.strategy.studying import study


class Overtaken(Exception):
    """A newer plan took the place of the one that is studied."""


def perform(pk: int) -> bool:
    """Do a waiting job; False when there is none, or it failed, or a newer plan overtook it."""
    job = claim(pk)
    if job is None:
        return False
    try:
        study(job.plan or _planned(job), partial(_beat, pk))
    except Overtaken:
        return False
    except (Refused, ValueError) as problem:
        fail(pk, str(problem))
        return False
    except BaseException:
        fail(pk, "It ended by a fault of this program; the server's log says which.")
        raise
    finish(pk)
    return True


def _planned(job: PlanningJob) -> Plan:
    tell(job.pk, "looking for the best plan", 0, len(PARTS) + 1)
    asked = frame_for(job.asked_by, job.roadmap)
    made = keep_planned(job, asked, solved(asked))
    if made is None:
        raise Overtaken
    return made


def _beat(job: int, part: str) -> None:
    if not tell(job, PARTS[part].stage, list(PARTS).index(part) + 1, len(PARTS) + 1):
        raise Overtaken
