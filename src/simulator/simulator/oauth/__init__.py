"""OAuth 1.0a as Flickr does it (https://www.flickr.com/services/api/auth.oauth.html)."""
