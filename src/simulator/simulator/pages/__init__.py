"""What people see with a browser: the simulator's own page, profiles, photos, groups, and the pictures
themselves.
"""
