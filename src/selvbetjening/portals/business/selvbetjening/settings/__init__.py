"""The company's own settings: portal, looks, permissions, rules, API users, gateways, and what went wrong."""
