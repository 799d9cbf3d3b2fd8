"""The image ingester: from addresses that posts lead to, to images in the library."""
