"""The addresses of inventory, a file for each of its subjects."""

from attending.inventory.urls import claims, entries, importing

app_name = "inventory"

urlpatterns = [*entries.urlpatterns, *importing.urlpatterns, *claims.urlpatterns]
