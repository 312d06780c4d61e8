"""Performance by month, overall and in each subgroup, with NannyML; the first three months are its reference."""

import os
import sys

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml as nml
import pandas as pd

log = pd.read_parquet(sys.argv[1])
log["predicted"] = (log["score"] >= 0.1).astype(int)
groups = [log, *(g for a in ("sex", "race", "age_band", "unit") for _, g in log.groupby(a))]
for g in groups:
    calculator = nml.PerformanceCalculator(
        y_true="outcome",
        y_pred="predicted",
        y_pred_proba="score",
        timestamp_column_name="time",
        problem_type="classification_binary",
        metrics=["roc_auc", "average_precision", "f1", "precision", "recall", "specificity", "accuracy"],
        chunk_period="M",
    )
    early = g["time"] < "2025-04-01"
    calculator.fit(g[early].reset_index(drop=True))
    print(len(calculator.calculate(g[~early].reset_index(drop=True)).to_df()))
