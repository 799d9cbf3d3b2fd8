"""A user's own data: handing it out, and deleting it."""
