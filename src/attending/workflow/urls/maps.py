"""Maps of care: the list of use cases, the home of one, and each map with its versions."""

from django.urls import path

from attending.workflow.views import comparing, files, home, maps, sketch, uploading, versions

urlpatterns = [
    path("", home.use_case_list, name="use-cases"),
    path("<slug:key>/", home.use_case_home, name="use-case"),
    path("<slug:key>/maps/open/", maps.open_map, name="open-map"),
    path("<slug:key>/maps/compare/", comparing.compare, name="compare"),
    path("maps/<int:pk>/", maps.map_page, name="map"),
    path("maps/<int:pk>/edit/", maps.edit, name="edit-map"),
    path("maps/<int:pk>/sketch/", sketch.sketch_map, name="sketch"),
    path("maps/<int:pk>/freeze/", versions.freeze, name="freeze"),
    path("maps/<int:pk>/offer/", versions.offer, name="offer"),
    path("maps/<int:pk>/start-to-be/", versions.start_to_be, name="start-to-be"),
    path("maps/<int:pk>/draft.<slug:kind>", files.draft_file, name="draft-file"),
    path("maps/<int:pk>/upload/", uploading.upload_bpmn, name="upload-bpmn"),
    path("versions/<int:pk>/", versions.version_page, name="version"),
    path("versions/<int:pk>/print/", versions.print_version, name="print-version"),
    path("versions/<int:pk>/map.<slug:kind>", files.version_file, name="version-file"),
]
