"""Files that strangers send, read in a process apart: neither Django, nor the rest of the portal.

``lecteur`` is the program of that process (docs/decisions/0018); the other modules read one kind
each and may be tested alone. Whoever wants a file read asks ``portal.socle.lecture_a_part``.
"""
