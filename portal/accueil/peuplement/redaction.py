"""One declaration being written: who acts, what its rows are called, what it says and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from declarations.models import Declaration
from declarations.models.controles import MotifJustification
from declarations.regles.grille import ACTIVITE, FINANCES
from habilitations.models import Role, Utilisateur
from portal.accueil.peuplement import vies
from portal.accueil.peuplement.calendrier import Attendue
from portal.accueil.peuplement.equipements import Terrain
from portal.accueil.peuplement.patrons import Cles, Patron
from portal.accueil.peuplement.vies import Vie

OBJET = Declaration._meta.label_lower
FOURNISSEUR = {ACTIVITE: Role.FOURNISSEUR_ACTIVITE, FINANCES: Role.FOURNISSEUR_FINANCES}
SIGNATURE = {ACTIVITE: vies.SIGNATURE_ACTIVITE, FINANCES: vies.SIGNATURE_FINANCES}


@dataclass
class Redaction:
    """``lignes`` and ``constats`` are as kept, under the keys of the équipement's own rows."""

    pk: int
    terrain: Terrain
    vie: Vie
    patron: Patron
    cles: Cles
    lignes: list[dict[str, Any]]

    @property
    def due(self) -> Attendue:
        return self.vie.attendue

    def qui(self, role: str) -> Utilisateur:
        return self.terrain.partenaire.equipe[role]

    def fournisseur(self, volet: str) -> Utilisateur:
        return self.qui(FOURNISSEUR.get(volet, Role.FOURNISSEUR_FINANCES))

    @property
    def approbateur(self) -> Utilisateur:
        return self.qui(Role.APPROBATEUR)

    @property
    def conseiller(self) -> Utilisateur:
        return self.terrain.conseiller

    def donnees(self, volet: str) -> dict[str, Any]:
        """What is typed of a volet, as far as its life goes."""
        toutes = self.cles.donnees(self.patron.volets[volet])
        gardees = int(len(toutes) * self.vie.part(volet))
        return dict(list(toutes.items())[:gardees])

    def arretees(self, volet: str) -> dict[str, Any]:
        """What is sent of a volet."""
        return self.cles.donnees(self.patron.arretes[volet])

    @cached_property
    def constats(self) -> list[dict[str, Any]]:
        """What the checks said at the sending, each with the justification that holds."""
        justifiees = {j[0]: j for j in self.justifications}
        return [self._justifie(self.cles.constat(c), justifiees) for c in self.patron.constats]

    @cached_property
    def justifications(self) -> list[tuple[Any, ...]]:
        """Key, reason, text, figure, reference, by whom and when; none before the sign-offs."""
        volets = {c["cle"]: c.get("volet", "") for c in self.patron.constats}
        rendues: list[tuple[Any, ...]] = []
        for cle, *dit in self.patron.justifications:
            volet = volets[cle] or FINANCES
            if le := self.vie.a(SIGNATURE[volet]):
                rendues.append((self.cles.cle_de_constat(cle), *dit, self.fournisseur(volet), le))
        return rendues

    @staticmethod
    def _justifie(constat: dict[str, Any], justifiees: dict[str, Any]) -> dict[str, Any]:
        if constat["cle"] not in justifiees:
            return constat
        _, motif, texte, *_, par, le = justifiees[constat["cle"]]
        motif = str(MotifJustification(motif).label)
        dit = {"motif": motif, "texte": texte, "par": str(par), "le": le.isoformat()}
        return constat | {"justification": dit}

    def des(self, volet: str) -> list[dict[str, Any]]:
        """What the checks said of one volet."""
        return [c for c in self.constats if c.get("volet", "") in ("", volet)]

    @cached_property
    def declaration(self) -> Declaration:
        """The declaration, as far as its names need it; never saved."""
        due = self.due
        return Declaration(
            pk=self.pk,
            dispositif=due.dispositif,
            nature=due.nature,
            numero=due.numero,
            annee=due.annee,
        )


def auteurs(donnees: dict[str, Any], revision: int, qui: Utilisateur, le: datetime) -> Any:
    """Who wrote each figure of a volet, as kept with it."""
    ecrit = [revision, qui.pk, timezone.localtime(le).isoformat()]
    return dict.fromkeys(donnees, ecrit)
