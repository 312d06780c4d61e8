from django.urls import path

from attending.review.views import cycles, downloads, jobs, pages, recording

app_name = "review"

urlpatterns = [
    path("", pages.review_list, name="reviews"),
    path("deployments/<int:pk>/", pages.deployment_review, name="deployment"),
    path("deployments/<int:pk>/run/", jobs.run_now, name="run-now"),
    path("deployments/<int:pk>/upload/", recording.upload, name="upload"),
    path("deployments/<int:pk>/upload/record/", recording.record, name="record"),
    path("deployments/<int:pk>/upload/cancel/", recording.cancel, name="cancel"),
    path("deployments/<int:pk>/upload/quarantine.csv", recording.quarantine, name="quarantine"),
    path("deployments/<int:pk>/hold/", cycles.hold, name="hold"),
    path("deployments/<int:pk>/claim/", cycles.claim, name="claim"),
    path("held/<int:pk>/", cycles.cycle, name="cycle"),
    path("held/<int:pk>/say/", cycles.speak, name="say"),
    path("held/<int:pk>/ask/", cycles.ask, name="ask"),
    path("held/<int:pk>/lesson/", cycles.lesson, name="lesson"),
    path("jobs/<int:pk>/", jobs.follow, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="cancel-job"),
    path("runs/<int:pk>/", pages.one_run, name="run"),
    path("runs/<int:pk>/numbers.csv", downloads.numbers_csv, name="numbers-csv"),
    path("runs/<int:pk>/numbers.json", downloads.numbers_json, name="numbers-json"),
    path("runs/<int:pk>/review.pdf", downloads.review_as_pdf, name="pdf"),
]
