"""Coherence checks of a declaration (DOMAINE §3.4): pure functions, listed in ``registre``."""
