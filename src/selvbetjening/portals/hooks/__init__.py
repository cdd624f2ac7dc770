"""The door for gateways that call back: no cookie, no login; the signature says whose a notice is (SEC-75)."""
