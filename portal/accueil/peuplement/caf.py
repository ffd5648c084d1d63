"""One Caf of the set, from its agents to its last message; rows leave as they gather."""

from random import Random

from django.db import transaction

from habilitations.models import Caf
from portal.accueil.demo.reperes import instant
from portal.accueil.peuplement import acces, calendrier
from portal.accueil.peuplement.chaines import Journal
from portal.accueil.peuplement.dossiers import Dossiers
from portal.accueil.peuplement.droits import Droits
from portal.accueil.peuplement.echanges import Echanges
from portal.accueil.peuplement.equipements import Equipements
from portal.accueil.peuplement.partenaires import Partenaires, repartir
from portal.accueil.peuplement.patrons import Patrons
from portal.accueil.peuplement.personnes import Agents, Personnes
from portal.accueil.peuplement.rappels import Rappels
from portal.accueil.peuplement.redaction import Redaction
from portal.accueil.peuplement.registre import Registre
from portal.accueil.peuplement.sommeil import evenements_ecrits_ici
from portal.accueil.peuplement.taille import Plan
from portal.accueil.peuplement.vies import vivre

# What the known partner finds at work, whatever the seed: something to type, to approve, to read.
VIES_CONNUES = ("commencee", "a_moitie", "a_approuver")
HEURE_DES_SCEAUX = 2


@transaction.atomic
def peupler_caf(rang: int, caf: Caf, plan: Plan, patrons: Patrons) -> int:
    """Write all that one Caf holds, in one transaction; return how many rows."""
    with evenements_ecrits_ici():
        return _Peuplement(rang, caf, plan, patrons).jouer()


class _Peuplement:
    def __init__(self, rang: int, caf: Caf, plan: Plan, patrons: Patrons) -> None:
        self.caf, self.plan = caf, plan
        self.hasard = Random(f"{plan.graine}/{rang}")  # noqa: S311 (a set to measure on)
        self.registre = registre = Registre(rang)
        self.journal = Journal(registre, caf.pk, instant(plan.jour, HEURE_DES_SCEAUX))
        personnes = Personnes(registre, self.hasard)
        self.agents = Agents(registre, personnes, caf, plan)
        droits = Droits(registre, caf, self.agents.responsables[0])
        self.partenaires = Partenaires(registre, personnes, droits, plan, self.hasard)
        self.equipements = Equipements(registre, self.journal, caf, plan, self.hasard)
        self.dues = calendrier.ouvrir(registre, self.journal, caf.pk, plan.jour)
        self.dossiers = Dossiers(registre, self.journal, caf, patrons)
        self.echanges = Echanges(registre, self.hasard)
        self.rappels = Rappels(registre, caf, plan.jour)
        self.lus: list[Redaction] = []

    def jouer(self) -> int:
        lignes, rang_equipement = 0, 0
        for rang, combien in enumerate(repartir(self.plan, self.hasard)):
            self._partenaire(rang, combien, rang_equipement)
            rang_equipement += combien
            lignes += self.registre.vider(pleines=True)
        self.rappels.ecrire()
        acces.lire(
            self.registre,
            self.journal,
            self.caf,
            self.agents.conseillers,
            self.lus,
            self.plan.jour,
            self.hasard,
        )
        self.journal.clore()
        return lignes + self.registre.vider()

    def _partenaire(self, rang: int, combien: int, premier: int) -> None:
        partenaire = self.partenaires.inscrire(rang, combien)
        connu = self.registre.rang == 0 and rang == 0
        pks = []
        for place in range(premier, premier + combien):
            portefeuille = place * len(self.agents.portefeuilles) // self.plan.taille.equipements
            terrain = self.equipements.installer(
                place,
                partenaire,
                self.agents.portefeuilles[portefeuille],
                self.agents.conseillers[portefeuille],
            )
            pks.append(terrain.pk)
            for due in self.dues[terrain.histoire.dispositif]:
                nom = VIES_CONNUES[place] if connu and due.au_travail else ""
                redaction = self.dossiers.rediger(
                    terrain, vivre(due, self.plan.jour, self.hasard, nom)
                )
                self.echanges.ecrire(redaction)
                self.rappels.retenir(redaction)
                if due.au_travail:
                    self.lus.append(redaction)
        self.partenaires.partager(partenaire, pks)
