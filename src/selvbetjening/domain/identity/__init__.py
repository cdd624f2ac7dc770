"""Who somebody is: login requests, login links, sessions, API users.

It proves a mailbox or a key and remembers the proof. What the proven person may do is `access`; which customer the
person belongs to is `accounts`, so the recipient stands here as a bare id.
"""
