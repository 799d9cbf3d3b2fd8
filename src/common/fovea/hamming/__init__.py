"""64-bit hashes that differ in few bits: which of a million do so, and who is nearest to one of ten million.

    for ones, others in pairs_within(hashes, bits=10): ...
    groups = grouped(hashes, bits=10)             # for each position the smallest one of its group
    index = HashIndex(); index.add(ids, hashes); ids, distances = index.within(one, 10)

All answers are exact. The method is multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming
Space with Multi-Index Hashing, CVPR 2012): two hashes that differ in few bits differ in very few of some
quarter.
"""

from fovea.hamming.index import HashIndex
from fovea.hamming.joining import components, grouped, pairs_within

__all__ = ["HashIndex", "components", "grouped", "pairs_within"]
