"""The solution My File Transfer: send, follow and approve deliveries, and collect what lies ready (BP-40 to BP-51).

Its pages stand under `/v/<company>/my-file-transfer/`; `urls` lists them, and `files.urls` takes them in.
"""
