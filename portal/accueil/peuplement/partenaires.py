"""Partners of one Caf: adhesions, people and their signed rights."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from habilitations.models import (
    Adhesion,
    Caf,
    EquipementCouvert,
    Gestionnaire,
    Habilitation,
    Role,
    Utilisateur,
)
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement import comptes
from portal.accueil.peuplement.noms import ASSOCIATIONS, COMMUNES, siret
from portal.accueil.peuplement.personnes import DEPUIS, Personnes
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.taille import Plan

ACTIVITE, FINANCES, APPROBATEUR = (
    Role.FOURNISSEUR_ACTIVITE,
    Role.FOURNISSEUR_FINANCES,
    Role.APPROBATEUR,
)
CONNUS = (comptes.PARTENAIRE, comptes.VILLE)


@dataclass
class Partenaire:
    """A partner: how many équipements it runs, and who acts for each role."""

    pk: int
    nom: str
    siret: str
    commune: str
    combien: int
    equipe: dict[str, Utilisateur] = field(default_factory=dict)


def repartir(plan: Plan, hasard: Random) -> list[int]:
    """How many équipements each partner runs: the known ones first, one at least for each."""
    connus = list(plan.taille.connus)
    autres = plan.taille.gestionnaires - len(connus)
    parts = [1] * autres
    for _ in range(plan.taille.equipements - sum(connus) - autres):
        # A third of the partners run most of what is left.
        parts[min(hasard.randrange(autres), hasard.randrange(autres))] += 1
    return connus + parts


class Partenaires:
    """Writes the partners of one Caf."""

    def __init__(
        self, registre: Registre, personnes: Personnes, caf: Caf, plan: Plan, hasard: Random
    ) -> None:
        self._personnes, self._caf, self._plan, self._hasard = personnes, caf, plan, hasard
        self._rang_caf = registre.rang
        self._le = instant(DEPUIS, 10)
        self._gestionnaires = registre.rangee(Gestionnaire, "siret nom nature adresse", 1_000)
        self._adhesions = registre.rangee(
            Adhesion, "caf_id gestionnaire_id mode complete_le", 1_000
        )
        self._droits = registre.rangee(
            Habilitation,
            "utilisateur_id caf_id gestionnaire_id role tous_equipements du au",
            6_000,
        )
        self._couverts = registre.rangee(EquipementCouvert, "habilitation_id equipement_id", 6_000)

    def inscrire(self, rang: int, combien: int) -> Partenaire:
        """Write a partner with its adhesion and its people."""
        pk = self._gestionnaires.reserver()
        commune = self._hasard.choice(COMMUNES)
        ville = rang % 3 == 1
        nom = f"Ville de {commune}" if ville else f"{self._hasard.choice(ASSOCIATIONS)} {commune}"
        partenaire = Partenaire(pk, f"{nom} ({pk})", siret(pk), commune, combien)
        nature = Gestionnaire.Nature.COLLECTIVITE if ville else Gestionnaire.Nature.ASSOCIATION
        self._gestionnaires.poser(
            pk,
            partenaire.siret,
            partenaire.nom,
            nature,
            f"1, place du Marché, {commune}",
            le=self._le,
        )
        delegue = self._hasard.random() < 0.5
        mode = Adhesion.Mode.DELEGUE if delegue else Adhesion.Mode.NON_DELEGUE
        self._adhesions.ajouter(self._caf.pk, pk, mode, DEPUIS, le=self._le)
        self._equiper(partenaire, delegue)
        connu = self._rang_caf == 0 and rang < len(CONNUS)
        if connu:
            qui = self._personnes.ouvrir(facteur=True, connu=CONNUS[rang])
            for role in (ACTIVITE, FINANCES, APPROBATEUR):
                self._accorder(qui, partenaire, role)
        return partenaire

    def _equiper(self, partenaire: Partenaire, delegue: bool) -> None:
        """One person for each role; now and then a manager of rights, and somebody who left."""
        for role in (ACTIVITE, FINANCES, APPROBATEUR):
            qui = self._personnes.ouvrir(facteur=role == APPROBATEUR)
            partenaire.equipe[role] = qui
            self._accorder(qui, partenaire, role)
        if delegue:
            qui = self._personnes.ouvrir(facteur=True)
            self._accorder(qui, partenaire, Role.GESTIONNAIRE_HABILITATIONS)
        if self._hasard.random() < 0.4:
            parti = self._personnes.ouvrir(facteur=False)
            fin = self._plan.jour - timedelta(days=self._hasard.randrange(200, 900))
            self._accorder(parti, partenaire, ACTIVITE, au=fin)

    def partager(self, partenaire: Partenaire, equipements: list[int]) -> None:
        """Somebody more, who enters the activity of half of the équipements only."""
        if len(equipements) > 1:
            qui = self._personnes.ouvrir(facteur=False)
            droit = self._accorder(qui, partenaire, ACTIVITE, tous=False)
            for pk in equipements[: len(equipements) // 2]:
                self._couverts.ajouter(droit, pk, le=self._le)

    def _accorder(
        self,
        qui: Utilisateur,
        partenaire: Partenaire,
        role: str,
        *,
        tous: bool = True,
        au: date | None = None,
    ) -> int:
        return self._droits.ajouter(
            qui.pk, self._caf.pk, partenaire.pk, role, tous, DEPUIS, au, le=self._le
        )
