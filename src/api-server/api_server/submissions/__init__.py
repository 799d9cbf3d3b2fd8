"""Submissions: posts of any source, with the links that they lead to."""
