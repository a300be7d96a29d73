"""A statement file becomes money in wallets: importers, statement, the waterfall, payouts."""
