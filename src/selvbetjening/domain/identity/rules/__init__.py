"""Decisions of identity: who gets a login mail, what a link is worth, what sent a request, how often is too often."""
