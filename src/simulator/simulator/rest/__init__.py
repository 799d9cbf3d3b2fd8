"""Flickr's REST API: methods, answers in JSON and XML, error codes."""
