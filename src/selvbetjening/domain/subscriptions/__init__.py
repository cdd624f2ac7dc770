"""Subscriptions and their life: which terms an account is on, since when, until when, and what changes next.

What a period or a change costs is `billing`. A subscription never moves its renewal day because of a change (SU-03).
"""
