"""The addresses of the room."""

from django.urls import path

from attending.frameworks.views import binders, elsewhere, files

app_name = "frameworks"

urlpatterns = [
    path("", binders.framework_list, name="list"),
    path("look-again/", binders.look_again, name="look-again"),
    path("survey/", binders.survey_progress, name="survey"),
    path("elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("elsewhere/record/", elsewhere.record, name="record-elsewhere"),
    path("elsewhere/<int:pk>/withdraw/", elsewhere.withdraw, name="withdraw-elsewhere"),
    path("evidence/<slug:key>/", binders.kind, name="kind"),
    path("<slug:key>/", binders.binder, name="binder"),
    path("<slug:key>/binder.pdf", files.pdf, name="binder-pdf"),
    path("<slug:key>/binder.xlsx", files.xlsx, name="binder-xlsx"),
    path("<slug:key>/binder.html", files.html, name="binder-html"),
]
