"""Intervals for logs where one patient has several rows."""

from attending.analytics.clustering.clusters import ClusterVariances, MeasureClusters, StratumClusters
from attending.analytics.clustering.influence import Influence, influences, measure_key
from attending.analytics.clustering.intervals import with_clustering
from attending.analytics.patients import PatientSums

__all__ = [
    "ClusterVariances",
    "Influence",
    "MeasureClusters",
    "PatientSums",
    "StratumClusters",
    "influences",
    "measure_key",
    "with_clustering",
]
