"""Doors: one kind of visitor, one host, one way to prove who you are.

Beside the doors stands what every door needs: `gate` (the permission that each view declares) and `sessions`.
"""
