"""The rights of the people in the data: to take everything out, to be forgotten, to check the log (GDP-1 to GDP-9).

It knows for every table whose data it holds, why, and how long, and carries out exports, erasures and the purging of
technical data. It decides nothing about subscriptions or money, and it does not keep the log: that is `history`.
"""
