"""Oplysninger: the billing details of the visitor's account."""
