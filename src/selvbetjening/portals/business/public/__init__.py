"""What stands open to anybody: what it takes to log in, accessibility, privacy, language, looks."""
