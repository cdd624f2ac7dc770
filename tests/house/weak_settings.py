"""The product's settings with two planted weaknesses, for test_deploy.py only."""

from selvbetjening.config.settings import *  # noqa: F403

CSRF_COOKIE_SECURE = False
DEBUG = True
