"""Links: the addresses that posts lead to, and what became of each."""
