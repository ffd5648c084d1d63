"""Domain errors, with messages meant for the person who acted."""


class RelanceRefusee(Exception):
    """What was asked is no longer possible: sent, set aside or finished meanwhile."""
