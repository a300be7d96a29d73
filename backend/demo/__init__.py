"""`make demo`: the whole way on one machine, from opening a campaign to royalties in wallets."""
