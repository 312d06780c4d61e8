"""The addresses of imports."""

from django.urls import path

from attending.inventory.views import importing

urlpatterns = [
    path("import/", importing.hand_over, name="import-file"),
    path("import/template.xlsx", importing.empty_template, name="import-template"),
    path("import/<uuid:uid>/", importing.one, name="import"),
    path("import/<uuid:uid>/columns/", importing.columns, name="import-columns"),
    path("import/<uuid:uid>/bad-rows.csv", importing.refused_rows, name="import-bad-rows"),
    path("import/<uuid:uid>/discard/", importing.discard, name="import-discard"),
]
