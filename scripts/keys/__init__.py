"""Who signs: keystores, the browser's wallet, a Safe."""
