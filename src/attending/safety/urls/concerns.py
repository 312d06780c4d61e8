"""Concerns and codes, for those inside."""

from django.urls import path

from attending.safety.views import codes, concerns, incidents

urlpatterns = [
    path("", concerns.home, name="home"),
    path("concerns/", concerns.concern_list, name="concerns"),
    path("concerns/<int:pk>/", concerns.concern, name="concern"),
    path("concerns/<int:pk>/answer/", concerns.answer, name="answer"),
    path("concerns/<int:pk>/name/", concerns.name, name="name-ai"),
    path("concerns/<int:pk>/incident/", incidents.report_from, name="report-from"),
    path("codes/", codes.codes, name="codes"),
    path("codes/units/<int:pk>/open/", codes.open_one, name="open-code"),
    path("codes/<int:pk>/poster.pdf", codes.poster_pdf, name="poster-pdf"),
    path("codes/<int:pk>/close/", codes.close_one, name="close-code"),
]
