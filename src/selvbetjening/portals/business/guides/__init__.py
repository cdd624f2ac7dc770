"""Guides for whoever sends and fetches files, in Danish and English, with commands that the tests run (BP-51).

Part of the solution My File Transfer: `files.urls` takes in what `urls` lists.
"""
