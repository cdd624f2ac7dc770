"""Selvbetjening: self-service for recurring payments, a customer portal and a business portal on one book."""

__version__ = "0.1.0"
