"""Where runs are done and kept: jobs, processes, clusters, the store of results."""
