"""What was on somebody's screen: told by their own pages, so that little comes twice."""
