"""Assembly: settings, hosts, which adapter serves which port, the command line."""
