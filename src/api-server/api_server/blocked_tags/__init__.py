"""Blocked tags: images that carry one are not taken in, not shown, and removed by the next clean-up."""
