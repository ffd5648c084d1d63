"""What a volet form sends, by button or field by field: figures, choices, where it started from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from portal.saisie.regles.valeurs import Valeur

# Names of the form that are not figures.
TECHNIQUES = frozenset(
    {
        "csrfmiddlewaretoken",
        "revision",
        "personne",
        "suite",
        "confirmer",
        "cle_ligne",
        "libelle_ligne",
    }
)
CHOIX, PRESENT, AUTRE = "choix-", "present-", "autre"


@dataclass(frozen=True)
class Envoi:
    """A form received: raw values to save, those given up for another's, values confirmed."""

    revision: int
    personne: str
    valeurs: Mapping[str, Valeur]
    ecartees: Mapping[str, Valeur]
    confirmees: Collection[str]

    def est_de(self, pk: int) -> bool:
        """Tell whether the page was drawn for this person: another may have logged in since."""
        return self.personne in ("", str(pk))


def lire_envoi(postees: QueryDict) -> Envoi:
    """Sort what was posted. Nothing is checked here but the shape of the names."""
    brut: dict[str, Valeur] = {
        nom: valeurs[0] if len(valeurs) == 1 else valeurs
        for nom, valeurs in postees.lists()
        if nom not in TECHNIQUES and not nom.startswith((CHOIX, PRESENT))
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
