"""Users: their own data, handed out and deleted; their passwords; and what administrators do with them."""
