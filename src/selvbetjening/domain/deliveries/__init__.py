"""Files in and out: what companies send us and fetch from us, its way through the pipeline, and signed receipts.

Both doors (HTTPS and SFTP) write into a `Staging`; its commit makes a `Delivery`, which a job scans, checks, holds
where a human must decide, and hands on to `directdebit`; every decision gives a receipt. What directdebit makes is
kept here as an `OutFile`. It knows no connection, no page and no disk: those are the doors' and the ports'. What a
collection or a mandate is, and what a file does to them, is `directdebit`'s; how bytes become records is
`betalingsservice`'s.
"""
