"""Whether the mirror says what the chain says: every row beside the logs, every sum beside the contracts.

reconcile compares; audits repeats it and keeps the results; omissions finds what a node left out.
"""
