"""Every change of oversight: thresholds agreed, readings taken, breaches opened, pauses and resumptions carried out."""
