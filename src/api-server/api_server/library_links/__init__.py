"""Links of posts on their way to the image ingesters: photos that are shown come into the library, and what
is due is sent (again).
"""
