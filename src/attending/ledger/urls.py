from django.urls import path

from attending.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.record, name="record"),
    path("<int:seq>/", views.entry, name="entry"),
    path("<int:seq>/receipt", views.receipt, name="receipt"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("verification", views.verification, name="verification"),
    path("record.jsonl", views.export, name="export"),
    path("verifier.py", views.verifier, name="verifier"),
]
