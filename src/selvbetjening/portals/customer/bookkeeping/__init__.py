"""The bookkeepers' host: one login, all accounts that were granted, across companies, read only (CM-08).

No transaction of one company stands around these pages: each company is read in one of its own (SEC-17), and what may
be read is asked there again at every request. The doorway tells where to look, nothing more.
"""
