"""A user's recommendations as a feed for feed readers, behind an address that only they know."""
