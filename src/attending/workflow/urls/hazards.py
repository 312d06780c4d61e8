"""The hazard log and downtime drills of a use case."""

from django.urls import path

from attending.workflow.views import drills
from attending.workflow.views.hazards import bow_tie, controls, files, hazard, log, states

urlpatterns = [
    path("<slug:key>/hazards/", log.hazards, name="hazards"),
    path("<slug:key>/hazards/take-over/", log.take_over, name="take-hazards-over"),
    path("<slug:key>/hazards/add/", log.add, name="add-hazard"),
    path("<slug:key>/hazards/put/", log.put, name="put-hazard-log"),
    path("<slug:key>/hazards/take-back/", log.take_back, name="take-hazard-log-back"),
    path("<slug:key>/hazards/methods/", log.rating_methods, name="hazard-methods"),
    path("<slug:key>/hazards/log.xlsx", files.log_xlsx, name="hazard-log-xlsx"),
    path("<slug:key>/hazards/log.csv", files.log_csv, name="hazard-log-csv"),
    path("<slug:key>/hazards/log.pdf", files.log_pdf, name="hazard-log-pdf"),
    path("<slug:key>/hazards/bow-tie/<slug:step>/", bow_tie.bow_tie, name="bow-tie"),
    path("<slug:key>/hazards/<int:number>/", hazard.hazard, name="hazard"),
    path("<slug:key>/hazards/<int:number>/words/", hazard.reword, name="reword-hazard"),
    path("<slug:key>/hazards/<int:number>/owner/", hazard.owner, name="hazard-owner"),
    path("<slug:key>/hazards/<int:number>/rate/<slug:phase>/", hazard.rate, name="rate-hazard"),
    path("<slug:key>/hazards/<int:number>/transfer/", states.transfer, name="transfer-hazard"),
    path("<slug:key>/hazards/<int:number>/close/", states.close, name="close-hazard"),
    path("<slug:key>/hazards/<int:number>/reopen/", states.reopen, name="reopen-hazard"),
    path("<slug:key>/hazards/<int:number>/controls/add/", controls.add, name="add-control"),
    path("<slug:key>/hazards/<int:number>/controls/<int:pk>/done/", controls.done, name="control-done"),
    path("<slug:key>/hazards/<int:number>/controls/<int:pk>/confirm/", controls.confirm, name="confirm-control"),
    path("<slug:key>/hazards/<int:number>/controls/<int:pk>/withdraw/", controls.withdraw, name="withdraw-control"),
    path("<slug:key>/drills/", drills.drills, name="drills"),
    path("<slug:key>/drills/<int:pk>/record/", drills.record, name="record-drill"),
]
