"""Who somebody is: sign-in with an Ethereum wallet (EIP-4361), and sessions. No key of anybody is here."""
