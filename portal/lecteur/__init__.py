"""Files that strangers send, read in a process apart: neither Django, nor the rest of the portal.

``programme`` is what that process runs (docs/decisions/0018); the other modules read one kind each
and may be tested alone. Imports are relative: the process loads this package by itself.
Whoever wants a file read asks ``portal.socle.lecture_a_part``.
"""
