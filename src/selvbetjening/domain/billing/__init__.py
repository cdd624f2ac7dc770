"""The engine: what is due, what a change costs, and the run that turns both into invoices.

It computes what should be billed and subtracts what is, so it may run twice, two at once, and be killed anywhere.
The constraint on `BilledPeriod` is "a period is billed once".
"""
