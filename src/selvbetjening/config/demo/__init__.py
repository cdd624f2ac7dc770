"""The demo's companies and people, all invented, made by the same actions that everybody uses (SEC-131).

Addresses end in `.example`, nobody has a civil registration number, and the companies' numbers are invented:
their check digits fit, no two are the same, and all but the specification's example 12345674 begin
with the 9 that none has.
"""
