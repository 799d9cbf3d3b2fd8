"""A stand-in for the outside services that Fovea talks to, for local runs and tests: Flickr.

It speaks the real protocol, so that any client works against it by changing base addresses only.
"""
