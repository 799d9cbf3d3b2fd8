"""Copies of pictures, for editors to look through: what belongs together, and what does not."""
