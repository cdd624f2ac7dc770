"""Who decides collections by Betalingsservice. Only the built-in clearing so far: a bank's would stand beside it."""

from selvbetjening.adapters.clearing.builtin import BuiltinClearing

__all__ = ["BuiltinClearing"]
