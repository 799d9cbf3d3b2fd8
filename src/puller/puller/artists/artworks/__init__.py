"""The pages of artworks, one file a site: which addresses are theirs (`understand`), and what they tell of a
picture and of whoever made it (`read`); see `contract`.
"""
