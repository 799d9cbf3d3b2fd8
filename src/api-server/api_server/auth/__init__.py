"""Login with Flickr, logout, and who is logged in."""
