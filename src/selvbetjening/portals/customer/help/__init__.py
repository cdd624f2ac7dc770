"""Hjælp og kontakt: who the company is and how to reach it."""
