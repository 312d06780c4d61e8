"""What one measured process of the alert queue's benchmark does.

    python benchmarks/alert_queue_sides.py SIDE ORDER PATIENTS

Prints as JSON the seconds of the work itself, and of the queue alone a digest of its start times. For the queue and
SimPy times stand on a grid of 2^-20 minutes, so that adding and subtracting them is exact in both.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from attending.analytics.alert_queue import Workload

ORDERS = ("first-come", "highest-risk")
PEOPLE, PATIENCE, PER_DAY, REPLICATIONS = 6, 60.0, 5_000, 20


def workload(order: str, patients: int, *, replications: int = 2, shifts: bool = False) -> Workload:
    """Binormal scores of an AUROC of about 0.7; as many days as it takes for about so many patients in all."""
    from attending.analytics.alert_queue import read_workload

    days = max(1, round(patients / (PER_DAY * replications)))
    always = [{"name": "always", "begins": "00:00", "ends": "00:00"}]
    three = [
        {"name": "day", "begins": "07:00", "ends": "15:00"},
        {"name": "late", "begins": "15:00", "ends": "23:00"},
        {"name": "night", "begins": "23:00", "ends": "07:00"},
    ]
    teams = [{"name": str(n), "people": {"day": 2 * n, "late": 2 * n, "night": n}} for n in range(1, 6)]
    hours = [0.6] * 7 + [1.3] * 12 + [0.84] * 5
    return read_workload(
        {
            "validation": {"sensitivity": 0.5, "specificity": 0.83, "prevalence": 0.07, "people": 10_000},
            "arrivals": {"by_hour": [PER_DAY * each / sum(hours) for each in hours]},
            "shifts": three if shifts else always,
            "teams": teams if shifts else [{"name": "team", "people": {"always": PEOPLE}}],
            "handling": {"minutes": 9, "spread": 6},
            "deadline": {"minutes": PATIENCE},
            "effect": {"kind": "decay", "decay_minutes": 90, "harm_false": 0.05},
            "order": order,
            "run": {"days": days, "replications": replications, "seed": 20},
        }
    )


def alerts(order: str, patients: int) -> tuple[dict[str, Any], np.ndarray, np.ndarray, np.ndarray]:
    """Arrival and handling minutes and rank of the alerts of one run, on the grid."""
    import numpy as np

    from attending.analytics.alert_queue import draw_cohort

    asked = workload(order, 2 * patients)
    drawn = draw_cohort(asked).replications[0]
    flagged = drawn.bin >= asked.validation.first_bin(asked.validation.operating)
    grid = 2.0**20
    arrival, minutes = (np.round(each[flagged] * grid) / grid for each in (drawn.arrival, drawn.minutes))
    counts = {"patients": len(drawn.arrival), "alerts": int(flagged.sum())}
    return counts, arrival, minutes, drawn.bin[flagged].astype(np.int64)


def queue(order: str, patients: int) -> dict[str, Any]:
    """The compiled loop."""
    import numpy as np

    from attending.analytics.alert_queue import warm
    from attending.analytics.alert_queue.kernels import start_times

    counts, arrival, minutes, rank = alerts(order, patients)
    warm()
    people, span = np.array([PEOPLE]), np.array([[0.0, 1440.0]])
    started = time.perf_counter()
    start, _, _ = start_times(arrival, minutes, rank, order == ORDERS[1], PATIENCE, span, people)
    seconds = time.perf_counter() - started
    return counts | {"seconds": seconds, "digest": hashlib.sha256(start.tobytes()).hexdigest()}


def simpy_run(order: str, patients: int) -> dict[str, Any]:
    """SimPy's own resources."""
    import numpy as np
    import simpy

    counts, arrival, minutes, rank = alerts(order, patients)
    came, takes, ranks = arrival.tolist(), minutes.tolist(), rank.tolist()
    start = np.full(len(came), np.nan)
    ranked = order == ORDERS[1]
    started = time.perf_counter()
    env = simpy.Environment()
    team = (simpy.PriorityResource if ranked else simpy.Resource)(env, capacity=PEOPLE)

    def alert(at: int):
        with team.request(priority=-ranks[at]) if ranked else team.request() as request:
            yield request | env.timeout(PATIENCE)
            if request.triggered:
                start[at] = env.now
                yield env.timeout(takes[at])

    def source():
        for at, when in enumerate(came):
            yield env.timeout(when - env.now)
            env.process(alert(at))

    env.process(source())
    env.run()
    seconds = time.perf_counter() - started
    return counts | {"seconds": seconds, "digest": hashlib.sha256(start.tobytes()).hexdigest()}


def whole(order: str, patients: int) -> dict[str, Any]:
    """Everything a page asks for one threshold and team."""
    from attending.analytics.alert_queue import draw_cohort, warm, what_if

    asked = workload(order, patients, replications=REPLICATIONS)
    warm()
    started = time.perf_counter()
    found = what_if(draw_cohort(asked), asked.validation.operating, asked.teams[0])
    return {"seconds": time.perf_counter() - started, "alerts": found.counts.alerts, "patients": found.counts.patients}


def sweep_run(order: str, patients: int) -> dict[str, Any]:
    """31 thresholds and 5 teams; and the slowest answer to one question, at the lowest threshold."""
    from attending.analytics.alert_queue import draw_cohort, sweep, warm, what_if

    asked = workload(order, patients, replications=REPLICATIONS, shifts=True)
    warm()
    started = time.perf_counter()
    cohort = draw_cohort(asked)
    drawn = time.perf_counter()
    found = sweep(asked, cohort=cohort)
    swept = time.perf_counter()
    slowest = 0.0
    for team in asked.teams:
        begun = time.perf_counter()
        what_if(cohort, asked.grid[0], team)
        slowest = max(slowest, time.perf_counter() - begun)
    counts = {"points": len(found.points), "patients": found.points[0].counts.patients}
    return counts | {"draw_s": drawn - started, "seconds": swept - drawn, "slowest_s": slowest}


def main(side: str, order: str, patients: str) -> None:
    """Run one side."""
    sides = {"queue": queue, "simpy": simpy_run, "whole": whole, "sweep": sweep_run}
    print(json.dumps(sides[side](order, int(patients))))


if __name__ == "__main__":
    main(*sys.argv[1:])
