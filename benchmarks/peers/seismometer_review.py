"""Seismometer's evaluation, cohort tables and fairness table; `intervals`: its model evaluation of every stratum.

Only the model evaluation carries intervals, so with `intervals` it is made for each level and each month, which
seismometer takes as one more cohort.
"""

import json
import sys
import tempfile
from pathlib import Path

import pandas as pd
import seismometer as sm
from seismometer.data.performance import BinaryClassifierMetricGenerator
from seismometer.seismogram import Seismogram

COHORTS = ("sex", "race", "age_band", "unit", "month")
THRESHOLDS = [0.05, 0.1, 0.2, 0.29, 0.5]
CONFIG = """
other_info:
  info_dir: "{folder}/info"
  data_dir: "{folder}"
  usage_config: "usage_config.yml"
  prediction_path: "predictions.parquet"
  event_path: "events.parquet"
"""
USAGE = """
data_usage:
  entity_id: id
  primary_output: score
  primary_target: outcome
  predict_time: time
  features: []
  cohorts: [{cohorts}]
  events:
    - source: outcome
      usage: target
"""
log = pd.read_parquet(sys.argv[1]).rename(columns={"outcome": "outcome_Value"})
log["month"] = log["time"].dt.strftime("%Y-%m")
log["id"] = log.index
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "info").mkdir()
    (folder / "config.yml").write_text(CONFIG.format(folder=folder))
    (folder / "usage_config.yml").write_text(USAGE.format(cohorts=", ".join(f"{{source: {c}}}" for c in COHORTS)))
    (folder / "metadata.json").write_text(json.dumps({"modelname": "synthetic", "thresholds": THRESHOLDS}))
    levels = {cohort: tuple(sorted(log[cohort].unique())) for cohort in COHORTS}
    sm.run_startup(
        config_path=folder,
        predictions_frame=log,
        events_frame=pd.DataFrame({"id": [], "Type": [], "EventTime": [], "Value": []}),
        definitions={"predictions": [], "events": []},
    )
    target = Seismogram().target
    results = [sm.plot_model_evaluation({}, target, "score", THRESHOLDS)]
    for cohort in COHORTS:
        if "intervals" in sys.argv[2:]:
            results += [
                sm.plot_model_evaluation({cohort: (level,)}, target, "score", THRESHOLDS) for level in levels[cohort]
            ]
        else:
            results.append(sm.plot_cohort_evaluation(cohort, list(levels[cohort]), target, "score", THRESHOLDS))
    if "intervals" not in sys.argv[2:]:
        generator = BinaryClassifierMetricGenerator(rho=0.5)
        names = ["Sensitivity", "Specificity", "PPV", "Flag Rate"]
        results.append(
            sm.table.fairness.binary_metrics_fairness_table(generator, names, levels, 0.25, target, "score", 0.1)
        )
    shown = [found.value if hasattr(found, "value") else found.data for found in results]
    if empty := [page for page in shown if "<svg" not in page and "<table" not in page]:
        sys.exit(f"seismometer left out {len(empty)} strata: {empty[0][:300]}")
print(json.dumps({"version": sm.__version__, "strata": 1 + sum(map(len, levels.values()))}))
