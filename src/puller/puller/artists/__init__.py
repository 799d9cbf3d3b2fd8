"""Reading pages of artworks (`artworks`) and of the people who made them (`profiles`), one file a site."""
