"""A form of values as it is posted, sorted into an ``Envoi``."""

from collections.abc import Collection

from django.http import QueryDict

from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.valeurs import Valeur

# Names of every such form that are not values.
TECHNIQUES = frozenset({"csrfmiddlewaretoken", "revision", "personne", "suite", "confirmer"})
CHOIX, PRESENT, AUTRE = "choix-", "present-", "autre"
# Said where what a button asks beside the save is refused.
SAISIE_GARDEE = "Le reste de la page est enregistré."


def lire_envoi(postees: QueryDict, autres: Collection[str] = ()) -> Envoi:
    """Sort what was posted; ``autres`` are the names of this form that are no values either.

    Nothing is checked here but the shape of the names.
    """
    brut: dict[str, Valeur] = {
        nom: valeurs[0] if len(valeurs) == 1 else valeurs
        for nom, valeurs in postees.lists()
        if nom not in TECHNIQUES and nom not in autres and not nom.startswith((CHOIX, PRESENT))
    }
    for nom in postees:
        # An unticked list of boxes sends nothing: the form says that it was there.
        if nom.startswith(PRESENT):
            brut.setdefault(nom.removeprefix(PRESENT), [])
    abandonnes = {
        nom.removeprefix(CHOIX)
        for nom, choix in postees.items()
        if nom.startswith(CHOIX) and choix == AUTRE
    }
    valeurs = {c: v for c, v in brut.items() if c not in abandonnes}
    return Envoi(
        revision=_revision(postees.get("revision", "")),
        personne=postees.get("personne", ""),
        valeurs=valeurs,
        ecartees={c: v for c, v in brut.items() if c in abandonnes},
        # Values carried over: those ticked, or all those shown.
        confirmees=(
            valeurs.keys() if postees.get("suite") == "confirmer" else postees.getlist("confirmer")
        ),
    )


def _revision(brut: str) -> int:
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 10 else 0
