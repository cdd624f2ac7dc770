"""The rules of the house, held by machine. README.md lists rule, test and planted fault."""
