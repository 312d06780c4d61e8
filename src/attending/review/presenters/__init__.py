"""Reviews, ready to print; numbers are worded by ``report.figures`` and ``charts``, as everywhere else."""
