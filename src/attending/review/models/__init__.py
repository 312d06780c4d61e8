"""The records of post-launch review."""

from attending.review.models.cycles import CycleState, DiscussionNote, Lesson, ModelClaim, ReviewCycle
from attending.review.models.impact import Design, ImpactEvaluation, ImpactRun
from attending.review.models.logs import LogSource, StoredPartition
from attending.review.models.monitoring import (
    ChartPlan,
    ChartReading,
    CountHandover,
    CountSeries,
    EventKind,
    KnownEvent,
    SeriesKind,
    SignalAnswer,
)
from attending.review.models.peer_review import (
    Assessment,
    PeerReviewRound,
    RoundReviewer,
    RoundState,
    Rubric,
    SampledItem,
    UsageRecord,
)
from attending.review.models.readings import ClassifierReview
from attending.review.models.runs import JobState, ReviewJob, ReviewRun

__all__ = [
    "Assessment",
    "ChartPlan",
    "ChartReading",
    "ClassifierReview",
    "CountHandover",
    "CountSeries",
    "CycleState",
    "Design",
    "DiscussionNote",
    "EventKind",
    "ImpactEvaluation",
    "ImpactRun",
    "JobState",
    "KnownEvent",
    "Lesson",
    "LogSource",
    "ModelClaim",
    "PeerReviewRound",
    "ReviewCycle",
    "ReviewJob",
    "ReviewRun",
    "RoundReviewer",
    "RoundState",
    "Rubric",
    "SampledItem",
    "SeriesKind",
    "SignalAnswer",
    "StoredPartition",
    "UsageRecord",
]
