"""The artist finder: from the page of an artwork to the artist's accounts, and to the posts that show it."""
