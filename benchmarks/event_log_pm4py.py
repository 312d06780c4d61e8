"""The other side of the benchmark of event logs: PM4Py, run by the Python of an environment of its own.

PM4Py is AGPL and never a dependency of Attending; this script is for whoever has installed it to compare.
"""

import contextlib
import io
import json
import sys
import time

begun = time.perf_counter()
taken = {}


def lap(name):
    """Seconds since the last lap."""
    global begun
    now = time.perf_counter()
    taken[name] = round(now - begun, 3)
    begun = now


with contextlib.redirect_stdout(io.StringIO()):
    import pandas as pd
    import pm4py
    from pm4py.algo.filtering.pandas.ltl import ltl_checker

    lap("import")
    log = pd.read_parquet(sys.argv[1])
    log = pm4py.format_dataframe(log, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
    lap("read and order")
    graph, _, _ = pm4py.discover_dfg(log)
    lap("directly-follows")
    variants = pm4py.get_variants(log)
    lap("variants")
    kept = {}
    for name, end, seconds in (("antibiotics", "IV antibiotics", 3_600), ("lactate", "Lactate", 10_800)):
        within = {"enable_timestamp": True, "timestamp_diff_boundaries": [(0, seconds)]}
        found = ltl_checker.eventually_follows(log, ["Sepsis triage", end], parameters=within)
        kept[f"{name} in time"] = int(found["case:concept:name"].nunique())
    lap("two time rules")

print(
    json.dumps(
        {
            "version": pm4py.__version__,
            "seconds": taken,
            "events": len(log),
            "cases": int(log["case:concept:name"].nunique()),
            "edges": len(graph),
            "transitions": int(sum(graph.values())),
            "variants": len(variants),
            **kept,
        }
    )
)
