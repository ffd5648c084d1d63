"""Drafts being typed: which field, which revision, and what was acknowledged."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from declarations.models import Volet
from tests.banc.client import Navigateur, Reponse

CHAMPS = ("comptes.60", "comptes.61", "comptes.62", "comptes.64", "comptes.70")


@dataclass
class Brouillon:
    """One volet of one draft, and the values that the portal acknowledged, by chemin."""

    declaration: int
    nature: str
    volet: int
    revision: int
    acquis: dict[str, str] = field(default_factory=dict)

    @classmethod
    def de(cls, declarations: Sequence[int], nature: str) -> "list[Brouillon]":
        """The volets still open of these files."""
        volets = Volet.objects.filter(
            version__declaration__in=declarations,
            version__envoyee_le=None,
            nature=nature,
            signe_le=None,
        )
        return [
            cls(declaration, nature, pk, revision)
            for declaration, pk, revision in volets.values_list(
                "version__declaration", "pk", "revision"
            )
        ]

    def enregistrer(self, qui: Navigateur, rang: int) -> Reponse:
        """Save one field as the page does; what is acknowledged is remembered."""
        chemin, valeur = CHAMPS[rang % len(CHAMPS)], f"{random.randrange(100, 99_999)}.25"
        adresse = reverse("declarations:saisie", args=[self.declaration, self.nature])
        donnees = {"revision": str(self.revision), chemin: valeur.replace(".", ",")}
        reponse = qui.poster(adresse, donnees, en_json=True)
        if reponse.code == 200:
            dit = json.loads(reponse.corps)
            self.revision = dit["revision"]
            if chemin in dit["ecrits"]:
                self.acquis[chemin] = valeur
        return reponse

    def demander_le_panneau(self, qui: Navigateur) -> Reponse:
        """Ask for totals, estimate and checks, as the page does once the typing pauses."""
        return qui.lire(reverse("declarations:panneau", args=[self.declaration, self.nature]))


def perdues(brouillons: Sequence[Brouillon]) -> list[str]:
    """What was acknowledged and is not in the database: the fields, by draft."""
    donnees = dict(
        Volet.objects.filter(pk__in=[b.volet for b in brouillons]).values_list("pk", "donnees")
    )
    return [
        f"{brouillon.declaration} {chemin} : {valeur}"
        for brouillon in brouillons
        for chemin, valeur in brouillon.acquis.items()
        if donnees[brouillon.volet].get(chemin) != valeur
    ]
