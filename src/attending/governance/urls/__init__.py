"""The addresses of governance, a file for each of its subjects."""

from attending.governance.urls import (
from django.urls import include, path
from attending.governance.urls import intake_reviews, measured, meetings, oversight
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
    path("oversight/", include(oversight.urlpatterns)),
    path("governance/", include(meetings.urlpatterns)),
    path("governance/", include(intake_reviews.urlpatterns)),
    path("governance/", include(measured.urlpatterns)),
]
