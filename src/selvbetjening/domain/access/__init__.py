"""Who may do what for whom: one question, `may`, asked by pages, routes, acts and mails alike.

It knows facts about persons and scopes, not tables of customers. The company's own users, memberships and grants
join it with the business portal.
"""
