"""The addresses of governance, a file for each of its subjects."""

from attending.governance.urls import (
    approvals,
    escalation,
    gates,
    intake_reviews,
    measured,
    meetings,
    oversight,
    policy,
    tiering,
)

app_name = "governance"

urlpatterns = [
    *oversight.urlpatterns,
    *policy.urlpatterns,
    *tiering.urlpatterns,
    *gates.urlpatterns,
    *approvals.urlpatterns,
    *escalation.urlpatterns,
    *meetings.urlpatterns,
    *intake_reviews.urlpatterns,
    *measured.urlpatterns,
]
