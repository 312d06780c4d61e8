"""Control charts: limits frozen from a declared baseline, rules chosen beforehand, false alarms and delay stated."""

from attending.analytics.control_charts.case_mix import CaseMix
from attending.analytics.control_charts.chart import (
    ChartPhase,
    ChartPoint,
    ChartSetup,
    ControlChart,
    DetectionTime,
    LocalSetting,
    PathPoint,
    Signal,
    SimulatedLimit,
)
from attending.analytics.control_charts.design import ChartDesign, ChartKind, FalseAlarm, Harm, Phase
from attending.analytics.control_charts.drawing import draw, local_setting
from attending.analytics.control_charts.funnel import FunnelChart, FunnelPoint, Unit, funnel
from attending.analytics.control_charts.period_data import (
    EventCount,
    Measurement,
    PeriodBlocks,
    PeriodCases,
    PeriodCounts,
    RiskBins,
)
from attending.analytics.control_charts.rules import (
    ANHOEJ,
    LIMITS_AND_RUNS,
    NELSON,
    RUN_CHART,
    WESTERN_ELECTRIC,
    RuleSet,
)
from attending.analytics.control_charts.simulation import detection_time, set_up, simulate_limit
from attending.analytics.control_charts.tuning import rests_at_zero, tuned_odds_ratio

__all__ = [
    "ANHOEJ",
    "LIMITS_AND_RUNS",
    "NELSON",
    "RUN_CHART",
    "WESTERN_ELECTRIC",
    "CaseMix",
    "ChartDesign",
    "ChartKind",
    "ChartPhase",
    "ChartPoint",
    "ChartSetup",
    "ControlChart",
    "DetectionTime",
    "EventCount",
    "FalseAlarm",
    "FunnelChart",
    "FunnelPoint",
    "Harm",
    "LocalSetting",
    "Measurement",
    "PathPoint",
    "PeriodBlocks",
    "PeriodCases",
    "PeriodCounts",
    "Phase",
    "RiskBins",
    "RuleSet",
    "Signal",
    "SimulatedLimit",
    "Unit",
    "detection_time",
    "draw",
    "funnel",
    "local_setting",
    "rests_at_zero",
    "set_up",
    "simulate_limit",
    "tuned_odds_ratio",
]
