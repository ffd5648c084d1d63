"""Drafts being typed: which field, which revision, and what was acknowledged."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse

from declarations.models import Volet
from tests.banc.client import Navigateur, Reponse

Lignes = Iterable[tuple[int, Mapping[str, Any]]]
CHAMPS = ("comptes.60", "comptes.61", "comptes.62", "comptes.64", "comptes.70")


@dataclass
class Brouillon:
    """One volet of one draft, and the values that the portal acknowledged, by chemin."""

    declaration: int
    nature: str
    volet: int
    revision: int
    acquis: dict[str, str] = field(default_factory=dict)
    tous: list[tuple[int, str, str]] = field(default_factory=list)
    """Each value acknowledged, with the revision that the answer gave."""

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
        return self.envoyer(qui, *self.saisir(rang))

    def saisir(self, rang: int) -> tuple[str, str]:
        """What the person types next: a field, and a value that nobody else types."""
        return CHAMPS[rang % len(CHAMPS)], f"{random.randrange(100, 9_999_999)}.25"

    def envoyer(self, qui: Navigateur, chemin: str, valeur: str) -> Reponse:
        """Send it from the revision known; sent again after a lost answer, it is acknowledged."""
        adresse = reverse("declarations:saisie", args=[self.declaration, self.nature])
        donnees = {"revision": str(self.revision), chemin: valeur.replace(".", ",")}
        reponse = qui.poster(adresse, donnees, en_json=True)
        if reponse.code == 200:
            dit = json.loads(reponse.corps)
            self.revision = dit["revision"]
            if chemin not in dit["erreurs"] and chemin not in dit["conflits"]:
                self.acquis[chemin] = valeur
                self.tous.append((self.revision, chemin, valeur))
        return reponse

    def demander_le_panneau(self, qui: Navigateur) -> Reponse:
        """Ask for totals, estimate and checks, as the page does once the typing pauses."""
        return qui.lire(reverse("declarations:panneau", args=[self.declaration, self.nature]))


def perdues(brouillons: Sequence[Brouillon]) -> list[str]:
    """What was acknowledged and is not in the database: the fields, by draft."""
    suivis = [b.volet for b in brouillons]
    lignes = Volet.objects.filter(pk__in=suivis).values_list("pk", "donnees")
    return perdues_de(brouillons, lignes)


def perdues_de(brouillons: Sequence[Brouillon], lignes: Lignes) -> list[str]:
    """The same, from rows read elsewhere: the id of a volet and what it holds."""
    donnees = dict(lignes)
    return [
        f"{brouillon.declaration} {chemin} : {valeur}"
        for brouillon in brouillons
        for chemin, valeur in brouillon.acquis.items()
        if donnees[brouillon.volet].get(chemin) != valeur
    ]


def absentes_de_l_historique(brouillons: Sequence[Brouillon]) -> list[str]:
    """What was acknowledged, even replaced since, and that no line of the history holds."""
    suivis = [b.volet for b in brouillons]
    evenements = apps.get_model("declarations", "VoletEvent").objects.filter(pgh_obj__in=suivis)
    return absentes_de(brouillons, evenements.values_list("pgh_obj_id", "donnees"))


def absentes_de(brouillons: Sequence[Brouillon], lignes: Lignes) -> list[str]:
    """The same, from lines of the history read elsewhere."""
    tenues: dict[int, set[tuple[str, str]]] = {}
    for volet, donnees in lignes:
        tenues.setdefault(volet, set()).update((c, str(v)) for c, v in donnees.items())
    return [
        f"{b.declaration} {chemin} : {valeur} (révision {revision})"
        for b in brouillons
        for revision, chemin, valeur in b.tous
        if (chemin, valeur) not in tenues.get(b.volet, set())
    ]
