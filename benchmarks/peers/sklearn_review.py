"""Overall, subgroups and months with scikit-learn's own functions."""

import sys

import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, confusion_matrix, roc_auc_score

log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
groups = [log, *(g for a in ("sex", "race", "age_band", "unit", "month") for _, g in log.groupby(a))]
for g in groups:
    y, s = g["outcome"], g["score"]
    roc_auc_score(y, s), average_precision_score(y, s), brier_score_loss(y, s), calibration_curve(y, s, n_bins=10)
    for t in (0.05, 0.1, 0.2, 0.29, 0.5):
        confusion_matrix(y, s >= t)
print(len(groups))
