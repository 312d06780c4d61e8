"""The addresses of entries."""

from django.urls import path

from attending.inventory.views import entries, publishing

urlpatterns = [
    path("", entries.all_entries, name="entries"),
    path("inventory.xlsx", entries.as_workbook, name="workbook"),
    path("add/", entries.add, name="add"),
    path("<int:pk>/", entries.one, name="entry"),
    path("<int:pk>/edit/", entries.edit, name="edit"),
    path("<int:pk>/mark/", entries.mark, name="mark"),
    path("<int:pk>/link/", entries.link, name="link"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/take-back/", publishing.take_back, name="take-back"),
]
