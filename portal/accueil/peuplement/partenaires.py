"""Partners of one Caf: adhesions, people and who holds which role."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from habilitations.models import Adhesion, Gestionnaire, Role, Utilisateur
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement import comptes
from portal.accueil.peuplement.droits import Chez, Droits
from portal.accueil.peuplement.noms import ASSOCIATIONS, COMMUNES, siret
from portal.accueil.peuplement.personnes import DEPUIS, Personnes
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.taille import Plan
from portal.socle.francais import de_la

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
    chez: Chez
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
        self, registre: Registre, personnes: Personnes, droits: Droits, plan: Plan, hasard: Random
    ) -> None:
        self._personnes, self._droits, self._plan, self._hasard = personnes, droits, plan, hasard
        self._rang_caf = registre.rang
        self._le = instant(DEPUIS, 10)
        self._gestionnaires = registre.rangee(Gestionnaire, "siret nom nature adresse", 1_000)

    def inscrire(self, rang: int, combien: int) -> Partenaire:
        """Write a partner with its adhesion and its people."""
        pk = self._gestionnaires.reserver()
        commune = self._hasard.choice(COMMUNES)
        ville = rang % 3 == 1
        nom = (
            f"Ville {de_la(commune)}" if ville else f"{self._hasard.choice(ASSOCIATIONS)} {commune}"
        )
        nom, numero = f"{nom} ({pk})", siret(pk)
        nature = Gestionnaire.Nature.COLLECTIVITE if ville else Gestionnaire.Nature.ASSOCIATION
        self._gestionnaires.poser(
            pk,
            numero,
            nom,
            nature,
            f"1, place du Marché, {commune}",
            le=self._le,
        )
        delegue = self._hasard.random() < 0.5
        mode = Adhesion.Mode.DELEGUE if delegue else Adhesion.Mode.NON_DELEGUE
        chez = self._droits.adherer(Gestionnaire(pk=pk), mode)
        partenaire = Partenaire(pk, nom, numero, commune, combien, chez)
        self._equiper(partenaire, delegue)
        connu = self._rang_caf == 0 and rang < len(CONNUS)
        if connu:
            qui = self._personnes.ouvrir(facteur=True, connu=CONNUS[rang])
            for role in (ACTIVITE, FINANCES, APPROBATEUR):
                self._droits.accorder(qui, role, chez)
        return partenaire

    def _equiper(self, partenaire: Partenaire, delegue: bool) -> None:
        """One person for each role; now and then a manager of rights, and somebody who left."""
        for role in (ACTIVITE, FINANCES, APPROBATEUR):
            partenaire.equipe[role] = self._personnes.ouvrir(facteur=role == APPROBATEUR)
        if delegue:
            qui = self._personnes.ouvrir(facteur=True)
            self._droits.accorder(qui, Role.GESTIONNAIRE_HABILITATIONS, partenaire.chez)
            self._droits.deleguer(qui, partenaire.chez)
        for tenu, qui in partenaire.equipe.items():
            self._droits.accorder(qui, tenu, partenaire.chez)
        if self._hasard.random() < 0.4:
            parti = self._personnes.ouvrir(facteur=False)
            fin = self._plan.jour - timedelta(days=self._hasard.randrange(200, 900))
            self._droits.accorder(parti, ACTIVITE, partenaire.chez, au=fin)

    def partager(self, partenaire: Partenaire, equipements: list[int]) -> None:
        """Somebody more, who enters the activity of half of the équipements only."""
        if len(equipements) > 1:
            qui = self._personnes.ouvrir(facteur=False)
            moitie = equipements[: len(equipements) // 2]
            self._droits.accorder(qui, ACTIVITE, partenaire.chez, equipements=moitie)
