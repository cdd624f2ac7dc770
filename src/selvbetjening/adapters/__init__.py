"""The outside world: one deletable folder for each system, behind a port of the domain."""
