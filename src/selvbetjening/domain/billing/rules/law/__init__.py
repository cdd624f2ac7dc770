"""What the law gives a customer, as pure functions: ordering, cancelling, withdrawing. Sources: docs/law.md.

Facts in, decision out; days are Copenhagen days and are arguments. None of these floors is a setting.
"""
