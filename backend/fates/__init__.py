"""What became of what a wallet was asked to do: followed from before it is sent until nothing can change it.

A fate is a row that says what was asked of whom. Anybody may write one down; what is believed of it comes
from the chain: the transaction of that wallet which does that, by its hash, by the nonce that it uses, or by
the event that the mirror finds.
"""
