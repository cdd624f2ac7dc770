"""An organization's customers (`Account`) and the people who get mail about them (`Recipient`).

A recipient is the portal's user: there is no other table of users for customers (SB-16). What a customer buys is
`subscriptions`; what it owes is `invoicing`.
"""
