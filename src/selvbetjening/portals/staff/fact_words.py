"""The words of facts stand in `portals/fact_words.py`: add new ones there. Both doors tell them."""

from selvbetjening.portals.fact_words import FACT_WORDS

__all__ = ["FACT_WORDS"]
