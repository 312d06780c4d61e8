"""Overall, subgroups and months as fairlearn's frames of scikit-learn's measures."""

import sys

import pandas as pd
from fairlearn.metrics import MetricFrame
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
measures = {"auroc": roc_auc_score, "ap": average_precision_score, "brier": brier_score_loss}
for a in ("sex", "race", "age_band", "unit", "month"):
    frame = MetricFrame(metrics=measures, y_true=log["outcome"], y_pred=log["score"], sensitive_features=log[a])
    print(a, len(frame.by_group))
