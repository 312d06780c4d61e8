from django.urls import path

from attending.governance.views import tiering

urlpatterns = [
    path("use-cases/<slug:key>/tier/", tiering.tier_page, name="tier"),
]
