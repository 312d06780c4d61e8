from django.urls import path

from attending.governance.views import approvals as views

urlpatterns = [
    path("approvals/", views.approval_list, name="approvals"),
    path("approvals/<int:pk>/", views.approval_page, name="approval"),
]
