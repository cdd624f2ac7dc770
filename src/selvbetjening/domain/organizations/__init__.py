"""The companies we host: their names, hosts, looks, features and settings, and what their customers may do.

It is the tenant of everything else: every row that belongs to a company points here. It is not the company's own
users (`access`), nor its customers (`accounts`).
"""
