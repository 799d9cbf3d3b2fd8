"""Pictures that show writing and pictures that do not, with the truth about each: what classifiers are
learned from and measured on. Everything is drawn, in the fonts that are on the machine.
"""
