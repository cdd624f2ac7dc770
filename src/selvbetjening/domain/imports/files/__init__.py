"""Import of a company's own CSV files: everything is checked, all faults are told, then all is written or nothing.

The format is documented in docs/import.md; `layouts` is its source. Importing the same files twice changes nothing.
"""
