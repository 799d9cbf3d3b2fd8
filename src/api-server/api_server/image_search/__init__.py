"""Looking for a picture: which images of the library are copies of it, and where they were seen."""
