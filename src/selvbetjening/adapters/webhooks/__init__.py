"""Webhooks over HTTPS: the name is looked up once, every address is judged, and the judged one is met (SEC-70)."""

from selvbetjening.adapters.webhooks.sender import DirectSender

__all__ = ["DirectSender"]
