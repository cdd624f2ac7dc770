"""SFTP users and their keys (BP-42), the server's own keys (BM-09), the connection doctor (BM-08).

Part of the solution My File Transfer: `files.urls` takes in what `urls` lists.
"""
