"""What the links of posts lead to.

`kinds.classify` says by an address alone who resolves it; `resolving.LinksSource` carries out the jobs that
ask what links lead to: pictures, further links, or a reason why to nothing.
"""
