"""What the database can be asked: SQL in functions, frozen dataclasses out.

Every function takes a connection from `open_snapshot`, so that its (at most two) statements see one state.
Every answer carries the block it is true of. Amounts are integers in the smallest unit of a currency;
addresses are EIP-55; hashes are 0x-strings; times are seconds since 1970 UTC.
`at_block` asks for an earlier state: None is the newest one.
"""
