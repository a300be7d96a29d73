"""What stands before site and API alike: how much anybody may ask, from where, and how large it may be."""
