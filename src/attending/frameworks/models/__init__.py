"""The records of the room: surveys of the evidence there is, and evidence that is kept elsewhere."""

from attending.frameworks.models.elsewhere import KeptElsewhere
from attending.frameworks.models.surveys import Survey, SurveyedFinding

__all__ = ["KeptElsewhere", "Survey", "SurveyedFinding"]
