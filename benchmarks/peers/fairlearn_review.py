"""Overall, subgroups and months as fairlearn's frames of scikit-learn's measures; `intervals`: by its bootstrap."""

import json
import sys

import fairlearn
import pandas as pd
from fairlearn.metrics import (
    MetricFrame,
    false_positive_rate,
    mean_prediction,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from sklearn.metrics import average_precision_score, brier_score_loss, precision_score, roc_auc_score

ATTRIBUTES = ("sex", "race", "age_band", "unit", "month")
log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
bootstrap = {"n_boot": 100, "ci_quantiles": [0.025, 0.975], "random_state": 1} if "intervals" in sys.argv[2:] else {}
scored = {
    "auroc": roc_auc_score,
    "average precision": average_precision_score,
    "brier": brier_score_loss,
    "mean": mean_prediction,
}
flagged = {
    "flag rate": selection_rate,
    "sensitivity": true_positive_rate,
    "specificity": true_negative_rate,
    "false positive rate": false_positive_rate,
    "ppv": precision_score,
}
strata, overall = 1, None
for attribute in ATTRIBUTES:
    frame = MetricFrame(
        metrics=scored,
        y_true=log["outcome"],
        y_pred=log["score"],
        sensitive_features=log[attribute],
        **bootstrap,
    )
    for threshold in (0.05, 0.1, 0.2, 0.29, 0.5):
        MetricFrame(
            metrics=flagged,
            y_true=log["outcome"],
            y_pred=(log["score"] >= threshold).astype(int),
            sensitive_features=log[attribute],
            **bootstrap,
        )
    strata += len(frame.by_group)
    overall = float(frame.overall["auroc"])
print(json.dumps({"version": fairlearn.__version__, "strata": strata, "auroc": overall}))
