"""The running of it: embedded database, roles, supervisor, command line, wheel, and the demo started for real."""
