"""Crawls: from keywords to the pictures that engines find for them, sorted by whether they show writing."""
