"""The library: images as a whole, their files, uploads, and edits by people."""
