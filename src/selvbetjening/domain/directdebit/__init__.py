"""Direct debit: creditor agreements, mandates, collections, and what becomes of them until they are settled.

It is both sides of Betalingsservice: for a company that sends us its files we are the scheme (agreements, collections
with their life, settlement behind `ports.Clearing`, and the outputs 0602, 0603 and 0621); for one that uses an external
Betalingsservice we keep what it answers. It reads and writes no files and keeps none: bytes are `deliveries`'.
"""
