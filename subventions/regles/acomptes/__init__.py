"""Acomptes, solde and indu of one exercice (DOMAINE §4): profiles, what is asked, the schedule."""
