"""Did it help? Interrupted time series, difference in differences, stepped wedge, and value quarter by quarter."""
