"""How far editing takes pictures, and how near unrelated ones come: see `scripts/calibrate.py`."""
