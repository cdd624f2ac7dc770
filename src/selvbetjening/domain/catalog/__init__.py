"""What can be bought: plans, and the terms (interval and price) that each plan is sold on.

Nothing here is sold to anybody yet: that is `subscriptions`. A plan is closed to self-service until somebody enables
it (SB-13), and then all its terms show (SB-15).
"""
