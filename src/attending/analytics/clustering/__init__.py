"""Intervals for logs where one patient has several rows."""

from attending.analytics.clustering.clusters import ClusterVariances, MeasureClusters, StratumClusters
from attending.analytics.clustering.curve import CurveClusters, CurveInfluence, curve_influence, measure_curve
from attending.analytics.clustering.influence import Influence, influences, measure_key
from attending.analytics.clustering.intervals import with_clustering
from attending.analytics.patients import PatientSums

__all__ = [
    "ClusterVariances",
    "CurveClusters",
    "CurveInfluence",
    "Influence",
    "MeasureClusters",
    "PatientSums",
    "StratumClusters",
    "curve_influence",
    "influences",
    "measure_curve",
    "measure_key",
    "with_clustering",
]
