"""Examples of properties have no time limit of their own: on a busy machine one of them may take seconds."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
