"""Reality checks."""

from django.urls import path

from attending.workflow.views import reality

urlpatterns = [
    path("<slug:key>/reality/", reality.reality, name="reality"),
    path("<slug:key>/reality/check/", reality.make_check, name="check-reality"),
    path("checks/<int:pk>/", reality.check, name="reality-check"),
]
