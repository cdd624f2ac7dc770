"""Demo and tests only: the mailbox page, the clock that can be moved, the operator's quick login. Off in production."""
