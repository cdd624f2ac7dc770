"""The command line: check, explain, convert, calendar, generate. Each file here is one command."""
