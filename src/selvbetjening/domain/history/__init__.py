"""The book: what happened, to whom, by whom. It is only ever added to.

Events hold ids and codes, never personal data, and no foreign keys, so nothing here points upward. It is not a log
for operators (that is structlog) and it decides nothing: `reactions.py` reads it and starts what follows.
"""
