"""Incidents."""

from django.urls import path

from attending.safety.views import incident_changes, incidents

urlpatterns = [
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/report/", incidents.report, name="report"),
    path("incidents/<int:number>/", incidents.incident, name="incident"),
    path("incidents/<int:number>/judge/", incident_changes.judge_it, name="judge"),
    path("incidents/<int:number>/investigator/", incident_changes.investigator, name="investigator"),
    path("incidents/<int:number>/actions/add/", incident_changes.add, name="add-action"),
    path("incidents/<int:number>/actions/<int:pk>/done/", incident_changes.done, name="action-done"),
    path("incidents/<int:number>/actions/<int:pk>/close/", incident_changes.close_one, name="close-action"),
    path("incidents/<int:number>/duties/<slug:key>/", incident_changes.duty, name="duty"),
    path("incidents/<int:number>/close/", incident_changes.close, name="close-incident"),
]
