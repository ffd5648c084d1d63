"""A value in words, as people read it: on pages, on paper and in what a check says."""

from datetime import date

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.valeurs import est_rempli
from portal.socle.formats import avec_unite, date_fr


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
