"""Values as people read them, and as they type them."""

from datetime import date

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.valeurs import Valeur, est_rempli, lire
from portal.socle.formats import avec_unite, date_fr, nombre


def ecrire_valeur(champ: Champ, valeur: object) -> str:
    """A value as people read it, whatever it is; empty when nothing is filled."""
    if not est_rempli(valeur):
        return ""
    if isinstance(valeur, str) and valeur in dict(champ.a_part):
        return dict(champ.a_part)[valeur]
    if choix := dict(champ.options):
        codes = [valeur] if isinstance(valeur, str) else list(valeur)  # type: ignore[call-overload]
        return ", ".join(choix.get(code, str(code)) for code in codes)
    if champ.est_numerique:
        return avec_unite(str(valeur), champ.unite) or str(valeur)
    if champ.type == "date":
        try:
            return date_fr(date.fromisoformat(str(valeur)))
        except ValueError:
            return str(valeur)
    return str(valeur)


def valeur_saisie(champ: Champ, valeur: Valeur) -> Valeur:
    """Write a kept value as people type it: numbers and dates in French, others as they are."""
    if champ.type == "date" and isinstance(valeur, str):
        annee, _, reste = valeur.partition("-")
        mois, _, jour = reste.partition("-")
        return f"{jour}/{mois}/{annee}" if jour else valeur
    lu = lire(valeur) if champ.est_numerique else None
    return nombre(lu) if lu is not None else valeur
