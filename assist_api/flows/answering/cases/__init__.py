"""What the shop's data add to a case: which order it is about, what may still be done with it, what is in stock."""
