"""The SFTP door: companies send and fetch files with a key (business-portal.md annex C, security.md section 8).

A process of its own, `selvbetjening sftp`. It knows paths, words and connections; what a file is, and when it is
delivered, is `deliveries`' business. Nothing here reads or writes a real path.
"""
