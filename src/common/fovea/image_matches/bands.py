"""What a distance means, in words.

Two hashes are looked at together, for each sees what the other misses: `best` counts each differing bit of
PDQ once and each of phash twice, of 384 in all. That finds more of what people do to pictures, for the same
number of wrong finds, than either of them (docs/image-search.md shows by how much). Where to draw the lines
is told by pictures that were edited, and by pairs of pictures that have nothing to do with each other:
`scripts/calibrate.py` measures them.
"""

SAME_FILE = "same_file"
SAME_PICTURE = "same_picture"
EDITED = "edited"
PERHAPS = "perhaps"
# The surest first.
SIMILARITIES = (SAME_FILE, SAME_PICTURE, EDITED, PERHAPS)

FARTHEST = 384
# Up to which distance of `best` a picture is called so.
BANDS = {SAME_PICTURE: 48, EDITED: 88, PERHAPS: 112}

# A picture without its margins is a second question, by which nothing more should be found by chance.
MOST_WITHOUT_MARGINS = BANDS[EDITED]

PHASH_WEIGHT = 2
# Where one of them is missing, or PDQ says nothing, a bit of the other must count for more.
PHASH_WEIGHT_ALONE = 11
PDQ_WEIGHT_ALONE = 1.5
LEAST_QUALITY = 50  # of PDQ, as its authors advise: below, there is too little to see

# How far the index is looked through. What is farther by both hashes is within PERHAPS in one of fifty cases.
WIDEST_PHASH_BITS = 16
WIDEST_PDQ_BITS = 31


def distance_of(phash: float | None, pdq: float | None, *, quality: int) -> float | None:
    """The distance of `best` (0 to 384) from the bits that differ in phash (of 64) and PDQ (of 256; None when
    a picture has none); None when there is neither. `quality`: PDQ's, the lower one of the two pictures.
    """
    if phash is None:
        return None if pdq is None else PDQ_WEIGHT_ALONE * pdq
    if pdq is None or quality < LEAST_QUALITY:
        return min(float(FARTHEST), PHASH_WEIGHT_ALONE * phash)
    return PHASH_WEIGHT * phash + pdq


def similarity(distance: float | None) -> str | None:
    """What pictures at this distance of `best` are to each other: one of SIMILARITIES, or None when they are
    most likely two pictures. (Whether they are one file is told by their checksums alone.)
    """
    for word, most in BANDS.items():
        if distance is not None and distance <= most:
            return word
    return None
