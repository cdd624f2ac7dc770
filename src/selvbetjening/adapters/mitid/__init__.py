"""MitID Erhverv through a broker with OpenID Connect: serves the port `identity.ports.Login` (BP-01, annex A, SEC-37).

Authlib writes the requests and joserfc checks the signatures. Everything that makes a login count is checked here, in
the order of annex A.3, because neither of them does all of it (security.md section 4). No raw claim leaves the folder.
"""

from selvbetjening.adapters.mitid.login import MitIDLogin

__all__ = ["MitIDLogin"]
