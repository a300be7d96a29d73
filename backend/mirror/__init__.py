"""The chain in PostgreSQL: follow it, undo what it takes back, and prove that both say the same.

fetch reads logs, ledger turns them into rows (pure), write stores them, sync does one step after the other.
"""
