"""The file format of Betalingsservice: deliveries 0601, 0602, 0603, 0605 and 0621 read, written, checked, explained.

Bytes in, records out, bytes out. It knows neither Django nor the product and can be used alone. Every field stands
once, in `layouts`; `reader` and `writer` go by these tables, `findings` says in Danish and English what is wrong with
a delivery and how to mend it. It decides nothing about anybody's money: what a rejected payment means is for others.
"""
