from django.urls import path

from attending.program.views import people, places

app_name = "program"

urlpatterns = [
    path("found/", people.found, name="found"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add-person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/seat/", people.seat, name="seat"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("places/", places.places, name="places"),
    path("places/sites/add/", places.new_site, name="add-site"),
    path("places/sites/<int:pk>/ehr/", places.ehr, name="site-ehr"),
    path("places/units/add/", places.new_unit, name="add-unit"),
]
