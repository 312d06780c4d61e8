"""Net benefit overall, by subgroup and by month with dcurves."""

import json
import sys
from importlib.metadata import version

import dcurves
import pandas as pd

log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
groups = [log, *(g for a in ("sex", "race", "age_band", "unit", "month") for _, g in log.groupby(a))]
for g in groups:
    dcurves.dca(
        data=g[["score", "outcome"]], outcome="outcome", modelnames=["score"], thresholds=[0.05, 0.1, 0.2, 0.29, 0.5]
    )
print(json.dumps({"version": version("dcurves"), "strata": len(groups)}))
