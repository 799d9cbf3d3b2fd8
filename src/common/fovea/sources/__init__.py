"""What every service may know of the sources that pullers ask: which there are, and how they are."""
