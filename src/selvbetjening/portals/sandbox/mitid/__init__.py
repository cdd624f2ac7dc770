"""The demo's stand-in of a MitID broker: invented people and companies, plain choices, real signatures (annex A.5).

It speaks OpenID Connect over real HTTP beside the card gateways' stand-ins, so that the real adapter runs unchanged.
It is absent from every installation but the demo (SEC-54).
"""
