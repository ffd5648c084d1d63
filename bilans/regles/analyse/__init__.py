"""What answers come to: counts, shares, means, crossings, comparisons, and what is masked of them.

Pure: counts come in (``effectifs``: how many times each value was given, as the database groups
them), exact results go out. An answer that does not count never comes in.
"""
