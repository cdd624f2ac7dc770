"""Stand-ins of the card gateways Stripe and QuickPay, for the demo and the tests.

One small process, no way out of this machine. It speaks the gateways' own protocols at `/stripe/v1/…` and
`/quickpay/…`, so that the real adapters run unchanged over real HTTP, and obeys `/__control/…`. It is stricter than
they are: what is not in their documents is refused. No card exists here but the test cards of their tables.
"""
