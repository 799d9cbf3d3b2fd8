"""API keys: made, named, listed and revoked by the people whose programs use them."""
