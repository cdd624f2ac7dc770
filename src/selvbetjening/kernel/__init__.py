"""Values that everyone may speak: money, days, periods, numbers, addresses, lifecycles, facts.

Pure Python. Nothing here knows Django, a table, a tenant or a screen, and nothing here reads the clock except
`clock`. It is not a drawer for things without a home: what only one app needs belongs in that app's `rules`.
"""
