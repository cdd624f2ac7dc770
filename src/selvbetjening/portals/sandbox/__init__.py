"""The demo's own door: start page, mailbox, the clock that can be moved, the gallery of components.

It exists only where SELVBETJENING_DEMO is 1: elsewhere it is not installed, and refuses to be (SEC-54). Stand-ins for
payment gateways and MitID will live here too. It is no part of a company's installation.
"""
