"""FairCareAI's audit, months given to it as one more attribute; `intervals`: with its bootstrap of 1,000 samples."""

import json
import sys

import faircareai
import polars as pl
from faircareai import FairCareAudit, FairnessConfig, FairnessMetric

log = pl.read_parquet(sys.argv[1]).with_columns(pl.col("time").dt.strftime("%Y-%m").alias("month")).drop("time")
audit = FairCareAudit(
    log,
    pred_col="score",
    target_col="outcome",
    threshold=0.1,
    config=FairnessConfig(
        model_name="synthetic",
        primary_fairness_metric=FairnessMetric.EQUALIZED_ODDS,
        fairness_justification="A benchmark of speed on random numbers.",
    ),
)
for attribute in ("sex", "race", "age_band", "unit", "month"):
    audit.add_sensitive_attribute(name=attribute, column=attribute)
results = audit.run(bootstrap_ci="intervals" in sys.argv[2:], progress=False)
strata = 1 + sum(len(found["groups"]) for found in results.subgroup_performance.values())
print(
    json.dumps(
        {
            "version": faircareai.__version__,
            "strata": strata,
            "auroc": float(results.overall_performance["discrimination"]["auroc"]),
        }
    )
)
