"""Transactions of the accounts that send: written down, then signed, then sent, till final."""
