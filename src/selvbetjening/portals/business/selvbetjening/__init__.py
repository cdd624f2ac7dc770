"""The solution Selvbetjening: what a company sets up, sells and bills its own customers by (SB-06 to SB-15).

Its pages stand under `/v/<company>/selvbetjening/`; `urls` lists them, and the section's menu.
"""
