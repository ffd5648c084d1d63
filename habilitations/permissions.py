"""Plain predicates on people: which side they are on, and what their account demands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from habilitations.models import (
    ROLES_DECLARATION,
    AffectationAgent,
    Equipement,
    Fonction,
    Habilitation,
    InvitationAdhesion,
    Portefeuille,
    Role,
    Utilisateur,
)
from habilitations.regles.verdicts import ALERTES
from habilitations.verification import Examen, droits_examines
from portal.socle.portee import au_nom_du_systeme
from portal.socle.requetes_ecrites import RequeteEcrite, parmi

# Of an équipement, what tells who has a role on it.
COLONNES = ("gestionnaire", "caf", "suspendu_le")

# Asked at each request.
_AFFECTATIONS = RequeteEcrite(
    lambda personne, jour: AffectationAgent.objects.de(personne, jour).select_related("caf")
)
_PORTEFEUILLES = RequeteEcrite(
    lambda personne, jour: Portefeuille.objects.suivis_par(personne, jour).values_list(
        "pk", flat=True
    )
)
_EQUIPEMENTS = RequeteEcrite(
    lambda chez: Equipement.objects.filter(parmi("gestionnaire_id", chez)).only(*COLONNES)
)
_ADHESIONS_SUIVIES = RequeteEcrite(
    lambda personne: (
        InvitationAdhesion.objects.qui_donnent_a_voir()
        .filter(utilisateur=personne)
        .values_list("dossier_id", flat=True)
    )
)


@dataclass
class Acteur:
    """A person at a given moment: the rights and functions that open pages and buttons.

    Loaded once per request; each property costs one query the first time it is read. The moment
    is that of the request: services stamp what they write with it.
    """

    utilisateur: Utilisateur
    maintenant: datetime

    @property
    def dossier_du_lien(self) -> int | None:
        """The one file of who came by a personal link; None for who logged in."""
        return None

    @property
    def jour(self) -> date:
        """The day, Europe/Paris: rights, windows and deadlines are looked at on it."""
        return timezone.localdate(self.maintenant)

    @cached_property
    def examens(self) -> list[Examen]:
        """Rights of this person that are not over, each verified: signature, base, delegation."""
        with au_nom_du_systeme("savoir qui demande : rien n’est encore dit de sa portée"):
            return droits_examines(self.utilisateur.pk, self.jour)

    @cached_property
    def habilitations(self) -> list[Habilitation]:
        """Rights that give access that day, with their équipements: all derives from them."""
        return [examen.droit for examen in self.examens if examen.motif is None]

    @property
    def alterations(self) -> list[Examen]:
        """Among the rights read, those of which the Caf must be told; none when none was read."""
        lus: list[Examen] = self.__dict__.get("examens", [])
        return [examen for examen in lus if examen.motif in ALERTES]

    @cached_property
    def affectations(self) -> list[AffectationAgent]:
        return _AFFECTATIONS.lire(self.utilisateur.pk, self.jour)

    @cached_property
    def portefeuilles(self) -> frozenset[int]:
        """Ids of the portfolios this person answers for, as holder or substitute."""
        return frozenset(_PORTEFEUILLES.lire(self.utilisateur.pk, self.jour))

    @cached_property
    def adhesions_suivies(self) -> frozenset[int]:
        """Ids of the adhesion files that one follows for a partner, having come by its link."""
        return frozenset(_ADHESIONS_SUIVIES.lire(self.utilisateur.pk))

    @property
    def fonctions(self) -> frozenset[str]:
        return frozenset(a.fonction for a in self.affectations)

    @property
    def est_partenaire(self) -> bool:
        return any(h.role in ROLES_DECLARATION for h in self.habilitations)

    @property
    def a_un_acces(self) -> bool:
        """A right that holds or a function, today: somebody suspended has neither."""
        return bool(self.habilitations or self.affectations)

    @property
    def est_instructeur(self) -> bool:
        """Gestionnaire conseil or CCD: reads the files of a Caf."""
        return bool(self.fonctions & {Fonction.GESTIONNAIRE_CONSEIL, Fonction.CHARGE_CONSEIL})

    @property
    def est_national(self) -> bool:
        return Fonction.ADMINISTRATEUR_NATIONAL in self.fonctions

    @property
    def est_responsable_habilitations(self) -> bool:
        return Fonction.RESPONSABLE_HABILITATIONS in self.fonctions

    @property
    def gere_des_droits(self) -> bool:
        """Looks after the rights of others: at the Caf, or at a partner."""
        return self.est_responsable_habilitations or any(
            h.role == Role.GESTIONNAIRE_HABILITATIONS for h in self.habilitations
        )

    @property
    def est_agent(self) -> bool:
        return bool(self.affectations)

    @cached_property
    def roles_par_equipement(self) -> Mapping[int, frozenset[str]]:
        """Partner roles by id of équipement, for every équipement one's rights cover; one query.

        What lists are narrowed to: ids, which the database plans for as they are. A condition that
        finds the rights again for each row is guessed at one row, and read over the whole country.
        """
        if not self.habilitations:
            return {}
        chez = sorted({h.gestionnaire_id for h in self.habilitations})
        roles = {e.pk: self.roles_sur(e) for e in _EQUIPEMENTS.lire(chez)}
        return {pk: siens for pk, siens in roles.items() if siens}

    def equipements_comme(self, roles: Collection[str]) -> frozenset[int]:
        """Ids of the équipements on which this person holds one of these partner roles."""
        cherches = frozenset(roles)
        return frozenset(pk for pk, siens in self.roles_par_equipement.items() if siens & cherches)

    def cafs_comme(self, fonctions: Collection[str]) -> frozenset[int]:
        """Ids of the Cafs at which this person holds one of these functions."""
        tenues = (a for a in self.affectations if a.fonction in fonctions)
        return frozenset(a.caf_id for a in tenues if a.caf_id)

    def roles_sur(self, equipement: Equipement) -> frozenset[str]:
        """Partner roles this person holds on an équipement through its present gestionnaire.

        None while the Caf has it suspended.
        """
        if equipement.suspendu_le:
            return frozenset()
        return self.roles_chez(equipement.gestionnaire_id, equipement)

    def roles_chez(self, gestionnaire_id: int, equipement: Equipement) -> frozenset[str]:
        """Roles that this person's rights at a gestionnaire, present or not, name on it."""
        return frozenset(
            h.role
            for h in self.habilitations
            if h.gestionnaire_id == gestionnaire_id
            and h.caf_id == equipement.caf_id
            and (h.tous_equipements or equipement in h.equipements.all())
        )

    def fonctions_sur(self, equipement: Equipement) -> frozenset[str]:
        """Functions this person holds at the Caf of an équipement."""
        return frozenset(a.fonction for a in self.affectations if a.caf_id == equipement.caf_id)

    def suit(self, equipement: Equipement) -> bool:
        """Tell whether the équipement is in this person's portfolio, as a gestionnaire conseil."""
        return (
            Fonction.GESTIONNAIRE_CONSEIL in self.fonctions_sur(equipement)
            and equipement.portefeuille_id in self.portefeuilles
        )


def doit_avoir_mfa(acteur: Acteur) -> bool:
    """Tell whether a second factor is compulsory (DOMAINE §2, H).

    Caf and national agents, gestionnaires des habilitations, approbateurs, and whoever opens the
    technical administration; offered to all others.
    """
    if acteur.utilisateur.is_staff or acteur.est_agent:
        return True
    roles = {Role.APPROBATEUR, Role.GESTIONNAIRE_HABILITATIONS}
    return any(h.role in roles for h in acteur.habilitations)
