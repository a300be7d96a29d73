"""The chain in PostgreSQL: follow it, undo what it takes back, and prove that both say the same.

Here is how it is followed: fetch reads logs, reader chooses how many, sync does one step after the other,
follow waits for the next. Beside it: ledger, what was said as rows; proof, whether it is true; renewal, the
same made anew.
"""
