"""Clean-ups: what removes blocked images, sets files and counts right, and groups variants anew."""
