"""A panel that scores on a scale of 1 to 9: where it disagrees, how far it agrees, what a second round changed."""

from attending.analytics.panel.change import CellChange, PanelistChange, Round, RoundChange, compare_rounds
from attending.analytics.panel.coefficient import Coefficient
from attending.analytics.panel.concordance import kendall_w
from attending.analytics.panel.coverage import GroupCoverage, PanelCoverage, PanelMember, panel_coverage
from attending.analytics.panel.disagreement import CellAgreement, Disagreement, measure_disagreement
from attending.analytics.panel.reliability import IntraclassCorrelation, intraclass_correlation, ordinal_alpha

__all__ = [
    "CellAgreement",
    "CellChange",
    "Coefficient",
    "Disagreement",
    "GroupCoverage",
    "IntraclassCorrelation",
    "PanelCoverage",
    "PanelMember",
    "PanelistChange",
    "Round",
    "RoundChange",
    "compare_rounds",
    "intraclass_correlation",
    "kendall_w",
    "measure_disagreement",
    "ordinal_alpha",
    "panel_coverage",
]
