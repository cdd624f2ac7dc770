"""A company's own CSV files brought in: plans, terms, accounts, recipients, subscriptions, mandates (docs/import.md).

It reads files, checks every line against the others and against what is here, says what would happen, and lets the apps
below write all of it or nothing. What a plan or an account is, it does not decide; nor does it bill anything.
"""
