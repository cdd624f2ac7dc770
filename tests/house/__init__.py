"""The tests of the house: the rules of docs/architecture.md, held by machine. README.md lists rule, test and planted fault."""
