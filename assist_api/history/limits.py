"""How much of a file is taken at most, and how much a row holds."""

LONGEST_LINE = 1_000_000
"""Characters; a line of JSON is a whole talk."""

LONGEST_TEXT = 4_000
MOST_TURNS = 2_000
LONGEST_NAME = 60
LONGEST_ID = 160
LONGEST_SOURCE = 120
