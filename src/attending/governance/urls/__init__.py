"""The addresses of governance, a file for each of its subjects."""

from attending.governance.urls import oversight

app_name = "governance"

urlpatterns = [
    *oversight.urlpatterns,
]
