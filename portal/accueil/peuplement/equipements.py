"""Équipements of one Caf, and what the Caf wrote about each: conventions, posts, notifications."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from declarations.grilles import grille_pour
from habilitations.models import (
    Caf,
    Convention,
    Dispositif,
    Equipement,
    Lieu,
    Notification,
    PosteConventionne,
    Utilisateur,
)
from habilitations.regles.exercices import libelle_exercice
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.peuplement.calendrier import REELLES
from portal.accueil.peuplement.chaines import Journal
from portal.accueil.peuplement.noms import EQUIPEMENTS
from portal.accueil.peuplement.partenaires import Partenaire
from portal.accueil.peuplement.patrons import Cles
from portal.accueil.peuplement.personnes import DEPUIS
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.taille import Plan
from portal.accueil.peuplement.variantes import Variante, variante

# Out of ten: five CLAS projects, four coordinations, one Espace de rencontre.
PARTS = (*[Dispositif.CLAS] * 5, *[Dispositif.CCT] * 4, Dispositif.ER)
DUREE = 4
CAFS_DISTINCTES = 8


@dataclass(frozen=True)
class Terrain:
    """An équipement and what its declarations need: its story, its people, the keys of its rows.

    ``cles`` and ``postes`` are those of the convention that covers an exercice.
    """

    pk: int
    rang: int
    partenaire: Partenaire
    conseiller: Utilisateur
    histoire: Variante
    conventions: tuple[tuple[int, Mapping[str, str], Mapping[str, int]], ...]

    def cles(self, annee: int) -> tuple[Cles, Mapping[str, int]]:
        """How rows are called in an exercice, and the post of the convention that each fills."""
        _, cles, postes = next(
            (c for c in reversed(self.conventions) if c[0] <= annee), self.conventions[0]
        )
        pluriel = grille_pour(self.histoire.dispositif, annee).repetition.code
        return Cles(self.histoire.lignes, pluriel, cles), postes


class Equipements:
    """Writes the équipements of one Caf."""

    def __init__(
        self, registre: Registre, journal: Journal, caf: Caf, plan: Plan, hasard: Random
    ) -> None:
        self._journal, self._caf, self._plan, self._hasard = journal, caf, plan, hasard
        self._rang_caf = registre.rang
        self._reperes = Reperes(plan.jour)
        self._le = instant(DEPUIS, 11)
        self._equipements = registre.rangee(
            Equipement,
            "caf_id gestionnaire_id portefeuille_id dispositif nom organisation ouvert_le",
            2_000,
        )
        self._lieux = registre.rangee(Lieu, "equipement_id nom", 6_000)
        self._conventions = registre.rangee(Convention, "equipement_id reference du au", 6_000)
        self._postes = registre.rangee(PosteConventionne, "convention_id intitule etp rang", 12_000)
        self._notifications = registre.rangee(
            Notification,
            "equipement_id annee collectifs reference notifiee_le inscrite_par_id inscrite_le",
            12_000,
        )

    def installer(
        self, rang: int, partenaire: Partenaire, portefeuille: int, conseiller: Utilisateur
    ) -> Terrain:
        """Write one équipement; ``rang`` is its rank in the Caf."""
        dispositif = PARTS[rang % len(PARTS)] if rang > 2 else (*PARTS[:1], *PARTS[-2:])[rang]
        histoire = variante(
            dispositif,
            self._variante(rang),
            self._reperes.reelle(dispositif),
            self._plan.graine,
        )
        pk = self._equipements.reserver()
        nom = f"{self._hasard.choice(EQUIPEMENTS[dispositif])} {partenaire.commune} {rang + 1}"
        self._equipements.poser(
            pk,
            self._caf.pk,
            partenaire.pk,
            portefeuille,
            dispositif,
            nom,
            histoire.organisation,
            DEPUIS,
            le=self._le,
        )
        conventions = tuple(
            self._convenir(pk, histoire, debut, conseiller, partenaire)
            for debut in self._debuts(dispositif)
        )
        if dispositif == Dispositif.CLAS:
            self._notifier(pk, histoire, conseiller, partenaire)
        if dispositif == Dispositif.ER:
            lieux = {li.cle: self._lieu(pk, li.libelle) for li in histoire.lignes}
            conventions = tuple((debut, lieux, {}) for debut, _, _ in conventions)
        return Terrain(pk, rang, partenaire, conseiller, histoire, conventions)

    def _variante(self, rang: int) -> int:
        """Which story: neighbouring Cafs do not share theirs, eight Cafs away they do."""
        combien = self._plan.taille.variantes
        return rang * 7 % combien + combien * (self._rang_caf % CAFS_DISTINCTES)

    def _debuts(self, dispositif: str) -> list[int]:
        """First exercices of the conventions that cover all that is declared."""
        premiere = self._reperes.reelle(dispositif) - REELLES + 1
        debut = 2020 + (premiere - 2020) // DUREE * DUREE
        return list(range(debut, self._plan.jour.year + 2, DUREE))

    def _convenir(
        self,
        pk: int,
        histoire: Variante,
        debut: int,
        conseiller: Utilisateur,
        partenaire: Partenaire,
    ) -> tuple[int, dict[str, str], dict[str, int]]:
        """A convention of four years with its posts; return how they are called in declarations."""
        du, au = date(debut, 1, 1), date(debut + DUREE - 1, 12, 31)
        if histoire.dispositif == Dispositif.CLAS:
            du, au = date(debut, 9, 1), date(debut + DUREE, 6, 30)
        reference = f"COF-{histoire.dispositif.upper()}-{self._caf.code}-{pk}-{debut}"
        le = instant(max(du, DEPUIS), 9)
        convention = self._conventions.ajouter(pk, reference, du, au, le=le)
        postes = {}
        for rang, (ligne, etp) in enumerate(zip(histoire.lignes, histoire.etp, strict=False)):
            postes[ligne.cle] = self._postes.ajouter(convention, ligne.libelle, etp, rang, le=le)
            self._journal.dire(
                "equipement.poste",
                le,
                conseiller,
                partenaire.pk,
                objet=(Equipement._meta.label_lower, pk),
                convention=reference,
                avant=None,
                apres={"intitule": ligne.libelle, "etp": str(etp)},
            )
        noms = {li.cle: f"c{postes[li.cle]}" if postes else li.cle for li in histoire.lignes}
        return debut, noms, postes

    def _lieu(self, pk: int, nom: str) -> str:
        return f"l{self._lieux.ajouter(pk, nom, le=self._le)}"

    def _notifier(
        self, pk: int, histoire: Variante, conseiller: Utilisateur, partenaire: Partenaire
    ) -> None:
        """The letter of each exercice, with the number of collectifs of the story."""
        prevue = self._reperes.prevue(Dispositif.CLAS)
        for annee in range(prevue - REELLES, prevue + 1):
            le = date(annee, 4, 24)
            figures = {
                "collectifs": len(histoire.recit.lignes(annee)),
                "reference": f"NOTIF-{libelle_exercice('clas', annee)}-{pk}",
                "notifiee_le": le.isoformat(),
            }
            quand = instant(le, 15)
            self._notifications.ajouter(
                pk,
                annee,
                figures["collectifs"],
                figures["reference"],
                le,
                conseiller.pk,
                quand,
                le=quand,
            )
            self._journal.dire(
                "equipement.notification",
                quand,
                conseiller,
                partenaire.pk,
                objet=(Equipement._meta.label_lower, pk),
                exercice=libelle_exercice("clas", annee),
                avant=None,
                apres=figures,
            )
