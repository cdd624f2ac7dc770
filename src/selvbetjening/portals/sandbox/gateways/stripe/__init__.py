"""The stand-in of Stripe: `/stripe/v1/…`, Checkout's page, its events (gateways.md, part 2)."""
