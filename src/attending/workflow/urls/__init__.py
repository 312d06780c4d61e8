"""The addresses of workflow design, a file for each of its subjects."""

from typing import Any

app_name = "workflow"

urlpatterns: list[Any] = []
