from django.urls import path

from attending.review.views import cycles, downloads, jobs, pages, peer_review, peer_work, recording

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
    path("peer/deployments/<int:pk>/", peer_review.rounds, name="peer"),
    path("peer/deployments/<int:pk>/rubric/", peer_review.rubric, name="peer-rubric"),
    path("peer/deployments/<int:pk>/open/", peer_review.opening, name="peer-open"),
    path("peer/deployments/<int:pk>/usage/", peer_review.usage, name="peer-usage"),
    path("peer/rounds/<int:pk>/", peer_review.one_round, name="peer-round"),
    path("peer/rounds/<int:pk>/close/", peer_review.closing, name="peer-close"),
    path("peer/rounds/<int:pk>/results.csv", peer_review.results_csv, name="peer-csv"),
    path("peer/rounds/<int:pk>/results.json", peer_review.results_json, name="peer-json"),
    path("peer/rounds/<int:pk>/work/", peer_work.work, name="peer-work"),
    path("peer/rounds/<int:pk>/work/<int:number>/", peer_work.document, name="peer-document"),
    path("peer/rounds/<int:pk>/hand-in/", peer_work.handing_in, name="peer-hand-in"),
    path("runs/<int:pk>/", pages.one_run, name="run"),
    path("runs/<int:pk>/numbers.csv", downloads.numbers_csv, name="numbers-csv"),
    path("runs/<int:pk>/numbers.json", downloads.numbers_json, name="numbers-json"),
    path("runs/<int:pk>/review.pdf", downloads.review_as_pdf, name="pdf"),
]
