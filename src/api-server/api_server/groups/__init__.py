"""Groups whose photos help somebody to find first favourites."""
