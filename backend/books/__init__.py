"""The books of the royalties: double entry, in integers, and the audit that must find nothing in them.

They are no second copy that could go out of step: each entry is read from what the mirror has of one event.
"""
