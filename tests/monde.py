"""A small world for tests: two Cafs, their agents, two partners, an ER with three lieux.

Objects are plain attributes of ``Monde``; nothing is hidden in fixtures. The day is Tuesday
3 February 2026: the windows of the réelle 2025 and of the prévisionnelle 2026 of ER are open.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import appeler
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Convention,
    Dispositif,
    Equipement,
    Fonction,
    Gestionnaire,
    Habilitation,
    Lieu,
    OrganisationER,
    Portefeuille,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.cles import plume
from habilitations.services.signature import signer
from tests import souvenirs
from tests.memoire import Memoire

PARIS = ZoneInfo("Europe/Paris")
JOUR = date(2026, 2, 3)
MAINTENANT = datetime(2026, 2, 3, 10, 0, tzinfo=PARIS)
DEBUT = date(2020, 1, 1)
MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"
SIRETS = ("98123400800010", "98123500500015", "98123600300019", "98123700100012")


def acteur(utilisateur: Utilisateur, maintenant: datetime = MAINTENANT) -> Acteur:
    """The person at a moment, as a request gives them to services."""
    return Acteur(utilisateur, maintenant)


def personne(email: str, prenom: str = "Camille", nom: str = "Martin") -> Utilisateur:
    return Utilisateur.objects.create_user(
        f"{email}@exemple.test", MOT_DE_PASSE, prenom=prenom, nom=nom, telephone="0102030405"
    )


def habiliter(
    utilisateur: Utilisateur, gestionnaire: Gestionnaire, caf: Caf, role: str, **champs: object
) -> Habilitation:
    """A right, signed by the Caf; ``equipements``: the only ones that it covers."""
    seulement = champs.pop("equipements", None)
    droit = Habilitation(
        utilisateur=utilisateur,
        gestionnaire=gestionnaire,
        caf=caf,
        role=role,
        **{"du": DEBUT, "tous_equipements": seulement is None, **champs},
    )
    return signe(droit, equipements=[e.pk for e in seulement or []])


def signe(droit: Habilitation, *, equipements: Collection[int] | None = None) -> Habilitation:
    """Keep a right signed as it stands in memory, new or changed, with the équipements given."""
    droit.base = Adhesion.objects.get(caf=droit.caf, gestionnaire=droit.gestionnaire)
    droit.accordee_par = par = droit.accordee_par or signataire(droit.caf)
    avec = plume(droit.caf, timezone.now())
    signer(droit, avec, par=par, le=timezone.now(), equipements=equipements)
    droit.save()
    if equipements is not None:
        droit.equipements.set(equipements)
    return droit


def adherer(caf: Caf, gestionnaire: Gestionnaire, **champs: object) -> Adhesion:
    """A complete adhesion, signed by the Caf: what is signed has its id, and no former state."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT nextval(pg_get_serial_sequence('habilitations_adhesion', 'id'))")
        base = Adhesion(pk=curseur.fetchone()[0], caf=caf, gestionnaire=gestionnaire)
    amender([base], **{"complete_le": DEBUT, **champs})
    return base


def amender(adhesions: Iterable[Adhesion], **champs: object) -> None:
    """Change adhesions as their Caf would: each is signed again."""
    for base in list(adhesions):
        for champ, valeur in champs.items():
            setattr(base, champ, valeur)
        avec = plume(base.caf, timezone.now())
        signer(base, avec, par=signataire(base.caf), le=timezone.now())
        base.save()


def changer(droits: Iterable[Habilitation], **champs: object) -> None:
    """Change rights as the Caf would: each is signed again. ``equipements``: all that it covers."""
    seulement = champs.pop("equipements", None)
    if seulement is not None:
        champs["tous_equipements"] = False
    couverts = None if seulement is None else [e.pk for e in seulement]
    for droit in list(droits):
        for champ, valeur in champs.items():
            setattr(droit, champ, valeur)
        signe(droit, equipements=couverts)


def signataire(caf: Caf) -> Utilisateur:
    """Who signs for a Caf in the tests: its responsable, else any of its agents."""
    agents = caf.affectations.select_related("utilisateur")
    responsables = agents.filter(fonction=Fonction.RESPONSABLE_HABILITATIONS)
    return (responsables.first() or agents.order_by("pk")[0]).utilisateur


def partenaire(caf: Caf, nom: str, siret: str, prefixe: str) -> SimpleNamespace:
    """A gestionnaire with a complete adhesion and one person for each role."""
    gestionnaire = Gestionnaire.objects.create(nom=nom, siret=siret, nature="association")
    adherer(caf, gestionnaire)
    gens = {
        "activite": (Role.FOURNISSEUR_ACTIVITE, "Alice", "Activité"),
        "finances": (Role.FOURNISSEUR_FINANCES, "Fabien", "Finances"),
        "approbateur": (Role.APPROBATEUR, "Agathe", "Approbation"),
    }
    personnes = {}
    for code, (role, prenom, nom_personne) in gens.items():
        personnes[code] = personne(f"{code}.{prefixe}", prenom, nom_personne)
        habiliter(personnes[code], gestionnaire, caf, role)
    return SimpleNamespace(gestionnaire=gestionnaire, **personnes)


def agent(caf: Caf | None, fonction: str, email: str, prenom: str, nom: str) -> Utilisateur:
    utilisateur = personne(email, prenom, nom)
    AffectationAgent.objects.create(utilisateur=utilisateur, caf=caf, fonction=fonction, du=DEBUT)
    return utilisateur


def espace_rencontre(
    caf: Caf,
    gestionnaire: Gestionnaire,
    portefeuille: Portefeuille,
    nom: str = "Espace de rencontre Les Passerelles",
    lieux: tuple[str, ...] = ("Chambéry", "Albertville", "Ugine"),
) -> Equipement:
    """An Espace de rencontre covered by a COF."""
    equipement = Equipement.objects.create(
        caf=caf,
        gestionnaire=gestionnaire,
        portefeuille=portefeuille,
        dispositif=Dispositif.ER,
        nom=nom,
        organisation=OrganisationER.ANTENNES if len(lieux) > 1 else OrganisationER.MONO_LIEU,
    )
    for lieu in lieux:
        Lieu.objects.create(equipement=equipement, nom=lieu, ouvert_le=DEBUT)
    Convention.objects.create(
        equipement=equipement, reference="COF-2024-01", du=date(2023, 1, 1), au=date(2028, 12, 31)
    )
    return equipement


def campagne_er(
    caf: Caf, nature: str = "previsionnelle", annee: int = 2026, numero: int = 0
) -> Campagne:
    """A window open on JOUR."""
    return Campagne.objects.create(
        caf=caf,
        dispositif=Dispositif.ER,
        nature=nature,
        numero=numero,
        annee=annee,
        ouvre_le=date(2025, 12, 15),
        echeance_le=date(2026, 2, 13),
        ferme_le=date(2026, 3, 15),
    )


@dataclass
class Monde:
    """Everybody and everything; tests ask for theirs by ``nouveau_monde`` or its fixture."""

    caf: Caf = field(init=False)
    autre_caf: Caf = field(init=False)

    def __post_init__(self) -> None:
        self.caf = Caf.objects.create(code="73", nom="Caf de la Savoie")
        self.autre_caf = Caf.objects.create(code="59", nom="Caf du Nord")
        conseil = Fonction.GESTIONNAIRE_CONSEIL
        self.conseiller = agent(self.caf, conseil, "conseiller", "Colette", "Conseil")
        self.remplacant = agent(self.caf, conseil, "remplacant", "Rémi", "Remplaçant")
        self.hors_portefeuille = agent(self.caf, conseil, "collegue", "Hugo", "Collègue")
        self.ccd = agent(self.caf, Fonction.CHARGE_CONSEIL, "ccd", "Diane", "Développement")
        self.conseiller_nord = agent(self.autre_caf, conseil, "nord", "Nadia", "Nord")
        self.responsable = agent(
            self.caf, Fonction.RESPONSABLE_HABILITATIONS, "habilitations", "Rose", "Responsable"
        )
        self.national = agent(
            None, Fonction.ADMINISTRATEUR_NATIONAL, "national", "Nina", "Nationale"
        )
        self.portefeuille = Portefeuille.objects.create(
            caf=self.caf, nom="Secteur 1", titulaire=self.conseiller, remplacant=self.remplacant
        )
        self.passerelles = partenaire(self.caf, "Association Les Passerelles", SIRETS[0], "p")
        self.voisins = partenaire(self.caf, "Association Les Voisins", SIRETS[1], "v")
        self.er = espace_rencontre(self.caf, self.passerelles.gestionnaire, self.portefeuille)
        self.er_voisin = espace_rencontre(
            self.caf,
            self.voisins.gestionnaire,
            self.portefeuille,
            "Espace de rencontre du Lac",
            ("Aix-les-Bains",),
        )

    def declaration(
        self, nature: str = "previsionnelle", annee: int = 2026, numero: int = 0
    ) -> Declaration:
        """A declaration of the ER, called, « à saisir »."""
        cle = ("déclaration", self.er.pk, nature, annee, numero)
        return souvenirs.etape(cle, lambda: self._appeler(nature, annee, numero))

    def _appeler(self, nature: str, annee: int, numero: int) -> Declaration:
        campagne = campagne_er(self.caf, nature, annee, numero)
        return appeler(campagne, self.er, MAINTENANT)


_MONDE = Memoire(Monde, MAINTENANT)


def nouveau_monde() -> Monde:
    """A world of one's own, in the database of this test; built once per process."""
    return _MONDE.poser()
