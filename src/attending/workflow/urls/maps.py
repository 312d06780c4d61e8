"""Maps of care: the list of use cases, the home of one, and each map."""

from django.urls import path

from attending.workflow.views import home, maps

urlpatterns = [
    path("", home.use_case_list, name="use-cases"),
    path("<slug:key>/", home.use_case_home, name="use-case"),
    path("<slug:key>/maps/open/", maps.open_map, name="open-map"),
    path("maps/<int:pk>/", maps.map_page, name="map"),
    path("maps/<int:pk>/edit/", maps.edit, name="edit-map"),
]
