"""The stand-in of QuickPay, API v10: `/quickpay/…`, its payment window, its callbacks (gateways.md, part 3)."""
