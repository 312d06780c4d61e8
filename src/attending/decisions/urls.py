from django.urls import path

from attending.decisions import views

app_name = "decisions"

urlpatterns = [
    path("", views.proposal_list, name="list"),
    path("<int:pk>/", views.proposal, name="proposal"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/step-aside/", views.recuse, name="recuse"),
    path("<int:pk>/take-back/", views.withdraw, name="withdraw"),
    path("<int:pk>/packet/<int:version>/", views.packet, name="packet"),
    path("<int:pk>/packet/<int:version>/packet.json", views.packet_json, name="packet-json"),
    path("<int:pk>/packet/<int:version>/packet.pdf", views.packet_pdf, name="packet-pdf"),
    path("receipts/<int:pk>/", views.receipt, name="receipt"),
    path("receipts/<int:pk>/receipt.tlog-proof", views.receipt_file, name="receipt-file"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/give/", views.delegate, name="delegate"),
    path("delegations/<int:pk>/end/", views.end_delegation, name="end-delegation"),
    path("conditions/<int:pk>/", views.condition, name="condition"),
]
