"""Respondents without an account: they answer by a personal link (DOMAINE §5, decision 0039).

A room of its own: the list that is written to, the links, the devices that may open them.
"""
