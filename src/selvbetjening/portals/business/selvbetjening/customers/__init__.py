"""A company's customers: accounts, recipients, subscriptions, what they may do and why."""
