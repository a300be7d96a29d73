"""The page of this machine through which the browser's wallet is asked.

The terminal asks (questions.py), the page shows what is asked in words and hands it to the wallet (page.html,
page.js, wallets.js), and what the wallet answers comes back. served.py says who may talk to it: a browser
on this machine that was given the address, which opens the page once.
"""
