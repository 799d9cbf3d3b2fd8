"""Paktum's REST routes, and LZBooru's two for similarity, in their shapes."""
