"""Examples of properties have no time limit of their own: on a busy machine one of them may take seconds."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
