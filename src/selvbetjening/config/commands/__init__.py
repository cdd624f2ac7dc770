"""The command line's verbs, one per file; `selvbetjening.config.cli` lists them.

Each module has ``add_arguments(parser)`` and ``execute(options) -> int`` (the exit code), and can be imported without
Django being set up: a verb that needs it calls `selvbetjening.config.start.start_django` inside ``execute``. What the
user should know is raised as `selvbetjening.config.plain_error.PlainError`.
"""
