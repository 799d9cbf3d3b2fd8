"""The sites whose posts can be subscribed to, and how each is at the moment."""
