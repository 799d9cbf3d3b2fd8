"""Comments on photos at the source."""
