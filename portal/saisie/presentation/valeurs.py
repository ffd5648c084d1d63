"""Values as people type them."""

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.valeurs import Valeur, lire
from portal.socle.formats import nombre


def valeur_saisie(champ: Champ, valeur: Valeur) -> Valeur:
    """Write a kept value as people type it: numbers and dates in French, others as they are."""
    if champ.type == "date" and isinstance(valeur, str):
        annee, _, reste = valeur.partition("-")
        mois, _, jour = reste.partition("-")
        return f"{jour}/{mois}/{annee}" if jour else valeur
    lu = lire(valeur) if champ.est_numerique else None
    return nombre(lu) if lu is not None else valeur
