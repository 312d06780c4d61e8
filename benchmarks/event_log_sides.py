"""One side of the benchmark of event logs, in a process of its own: Attending."""

from __future__ import annotations

import json
import sys
import time


def attending(path: str) -> dict[str, object]:
    """Read the log, and count what PM4Py is asked for as well; seconds for each."""
    begun = time.perf_counter()
    from attending.analytics.event_log import TimeRule
    from attending.analytics.event_log.directly_follows import directly_follows
    from attending.analytics.event_log.time_rules import check_rule
    from attending.analytics.event_log.variants import variants
    from attending.sources.events import EventMapping, read_event_log

    taken = {}

    def lap(name: str) -> None:
        nonlocal begun
        now = time.perf_counter()
        taken[name] = round(now - begun, 3)
        begun = now

    lap("import")
    reading = read_event_log(path, EventMapping(repeated="each"))
    lap("read and order")
    graph = directly_follows(reading.log)
    lap("directly-follows")
    found = variants(reading.log)
    lap("variants")
    start = ("Sepsis triage",)
    antibiotics = check_rule(reading.log, TimeRule("a", "Antibiotics within 1 h", start, ("IV antibiotics",), 60))
    lactate = check_rule(reading.log, TimeRule("l", "Lactate within 3 h", start, ("Lactate",), 180))
    lap("two time rules")
    return {
        "seconds": taken,
        "events": reading.log.events,
        "cases": reading.log.cases,
        "edges": len(graph.edges),
        "transitions": graph.transitions,
        "variants": found.distinct,
        "antibiotics in time": antibiotics.outcomes.in_time,
        "lactate in time": lactate.outcomes.in_time,
    }


if __name__ == "__main__":
    print(json.dumps(attending(sys.argv[1])))
