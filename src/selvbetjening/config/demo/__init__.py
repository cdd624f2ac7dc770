"""The demo's companies and people, all invented, made by the same actions that everybody uses (SEC-131).

Addresses end in `.example`, nobody has a civil registration number, and the companies' numbers are test numbers.
"""
