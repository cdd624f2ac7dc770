"""An error that the command line shows as one line, without a traceback."""


class PlainError(Exception):
    """Something the user can put right; the text says what and how."""
