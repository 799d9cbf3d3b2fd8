"""Who made an illustration, and which accounts are theirs: addresses, evidence, the walk from page to page.

Nothing here asks the network: pullers read the pages (`puller.artists`) and tell what stood on them in the
words of `fovea.artists.records`.
"""
