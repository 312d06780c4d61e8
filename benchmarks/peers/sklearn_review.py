"""Overall, subgroups and months with scikit-learn's own functions; recalibration as its logistic regression."""

import json
import sys

import numpy as np
import pandas as pd
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, confusion_matrix, roc_auc_score

log = pd.read_parquet(sys.argv[1])
log["month"] = log["time"].dt.strftime("%Y-%m")
log["logit"] = np.log(log["score"].clip(1e-9, 1 - 1e-9)) - np.log1p(-log["score"].clip(1e-9, 1 - 1e-9))
groups = [log, *(g for a in ("sex", "race", "age_band", "unit", "month") for _, g in log.groupby(a))]
found = []
for g in groups:
    y, s = g["outcome"], g["score"]
    recalibration = LogisticRegression(C=np.inf).fit(g[["logit"]].to_numpy(), y)
    found.append(
        (
            roc_auc_score(y, s),
            average_precision_score(y, s),
            brier_score_loss(y, s),
            y.mean() / s.mean(),
            calibration_curve(y, s, n_bins=10),
            recalibration.coef_,
            [confusion_matrix(y, s >= t) for t in (0.05, 0.1, 0.2, 0.29, 0.5)],
        )
    )
print(json.dumps({"version": sklearn.__version__, "strata": len(found), "auroc": found[0][0]}))
