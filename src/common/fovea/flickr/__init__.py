"""Flickr: its API, its addresses, its login. See `client` for calls, `addresses` for what people paste,
`oauth` for the login.
"""
