"""What scripts send: written into a journal before, sent once, followed until it is final."""
