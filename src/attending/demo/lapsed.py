"""A vendor's new version, by which an approval of the demonstration lapses. Everything is synthetic."""

from __future__ import annotations

from datetime import date
from typing import Final

from attending.demo.use_cases import Cast
from attending.program.actions.deployments import register_version
from attending.program.models import Deployment

MODEL: Final = "Head scan triage"
NEW_VERSION: Final = "2.0"


def release_new_version(cast: Cast, today: date) -> None:
    """Register the version that the vendor released; the unit runs the one that was approved."""
    running = Deployment.objects.select_related("use_case", "model_version__ai_model")
    deployment = running.get(model_version__ai_model__name=MODEL)
    model = deployment.model_version.ai_model
    register_version(
        cast.cmio,
        deployment.use_case,
        name=model.name,
        maker=model.maker,
        intended_use=model.intended_use,
        version=NEW_VERSION,
        released_on=today,
    )
