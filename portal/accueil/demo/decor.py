"""People, Cafs, partners and équipements of the demonstration, read from its TOML files."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from declarations.regles.calendrier import Fenetre
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Fonction,
    Gestionnaire,
    Portefeuille,
    Role,
    Utilisateur,
)
from habilitations.models.droits import ROLES_DECLARATION
from habilitations.permissions import Acteur
from habilitations.services.accord import Demande, accorder
from habilitations.services.delegations import Portee, accorder_delegation
from habilitations.services.signature import modifier_adhesion
from habilitations.services.suites import suspendre_droit
from portal.accueil.demo.comptes import adresse
from portal.accueil.demo.equipements import installer
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.demo.terrain import Depart, Equipe, Terrain
from portal.accueil.groupes import ADMINISTRATION_NATIONALE

DOSSIER = Path(__file__).parent
AGENTS_DEPUIS = [1, 1, -5]
ADHESION = [1, 3, -2]
HEURE = 10
GERE = Role.GESTIONNAIRE_HABILITATIONS
PARTENAIRES = ("partenaires.toml", "partenaires_clas.toml", "partenaires_cct.toml")


@dataclass
class Decor:
    """What the scenarios play with."""

    reperes: Reperes
    cafs: dict[str, Caf] = field(default_factory=dict)
    # By code of the Caf, dispositif and nature.
    fenetres: dict[tuple[str, str, str], Fenetre] = field(default_factory=dict)
    personnes: dict[str, Utilisateur] = field(default_factory=dict)
    terrains: dict[int, Terrain] = field(default_factory=dict)
    acteurs: dict[int, Acteur] = field(default_factory=dict)
    # By SIRET: the partner and who acts for each of its roles.
    partenaires: dict[str, tuple[Gestionnaire, Equipe]] = field(default_factory=dict)
    # By code of the Caf: who signs the rights of its partners.
    responsables: dict[str, Utilisateur] = field(default_factory=dict)

    def personne(self, email: str, prenom: str, nom: str, telephone: str = "") -> Utilisateur:
        """One account per person, whatever the number of their roles."""
        if email not in self.personnes:
            compte = Utilisateur(email=adresse(email), prenom=prenom, nom=nom, telephone=telephone)
            compte.set_unusable_password()
            compte.save(force_insert=True)
            self.personnes[email] = compte
        return self.personnes[email]


def lire(nom: str) -> dict[str, Any]:
    return tomllib.loads((DOSSIER / nom).read_text(encoding="utf-8"))


def planter(reperes: Reperes) -> Decor:
    """Create everything that stands before the first declaration."""
    decor = Decor(reperes)
    brut = lire("cafs.toml")
    for caf in brut["cafs"]:
        _caf(decor, caf)
    _national(decor, brut["national"])
    bruts = [p for nom in PARTENAIRES for p in lire(nom)["partenaires"]]
    for partenaire in bruts:
        _partenaire(decor, partenaire)
    for partenaire in bruts:
        for equipement in partenaire["equipements"]:
            _equipement(decor, equipement, partenaire)
        _droits_partiels(decor, partenaire)
    return decor


def _caf(decor: Decor, brut: dict[str, Any]) -> None:
    """Coordinates where none were given, agents, portfolios, windows."""
    caf = Caf.objects.get(code=brut["code"])
    caf.telephone = caf.telephone or brut["telephone"]
    caf.email = caf.email or brut["email"]
    caf.siret = caf.siret or brut.get("siret", "")
    caf.save(update_fields=["telephone", "email", "siret"])
    decor.cafs[caf.code] = caf
    for agent in brut["agents"]:
        personne = _affecter(decor, agent, agent["fonction"], caf)
        if agent["fonction"] == Fonction.RESPONSABLE_HABILITATIONS:
            decor.responsables[caf.code] = personne
    for portefeuille in brut["portefeuilles"]:
        remplacant = portefeuille.get("remplacant")
        Portefeuille.objects.create(
            caf=caf,
            nom=portefeuille["nom"],
            titulaire=decor.personnes[portefeuille["titulaire"]],
            remplacant=decor.personnes[remplacant] if remplacant else None,
        )
    for dispositif, natures in brut["fenetres"].items():
        for nature, jours in natures.items():
            fenetre = Fenetre(*(decor.reperes.dans(j) for j in jours))
            decor.fenetres[caf.code, dispositif, nature] = fenetre


def _affecter(decor: Decor, agent: dict[str, Any], fonction: str, caf: Caf | None) -> Utilisateur:
    personne = decor.personne(agent["email"], agent["prenom"], agent["nom"], agent["telephone"])
    AffectationAgent.objects.create(
        utilisateur=personne, caf=caf, fonction=fonction, du=decor.reperes.le(AGENTS_DEPUIS)
    )
    return personne


def _national(decor: Decor, brut: dict[str, Any]) -> None:
    """The national administrator opens the technical administration, within the group's rights."""
    personne = _affecter(decor, brut, Fonction.ADMINISTRATEUR_NATIONAL, None)
    personne.is_staff = True
    personne.save(update_fields=["is_staff"])
    personne.groups.add(Group.objects.get(name=ADMINISTRATION_NATIONALE))


def _partenaire(decor: Decor, brut: dict[str, Any]) -> None:
    caf, reperes = decor.cafs[brut["caf"]], decor.reperes
    gestionnaire = Gestionnaire(
        nom=brut["nom"], siret=brut["siret"], nature=brut["nature"], adresse=brut["adresse"]
    )
    gestionnaire.full_clean()
    gestionnaire.save()
    depuis = reperes.le(brut.get("adhesion", ADHESION))
    modifier_adhesion(
        Adhesion.objects.create(caf=caf, gestionnaire=gestionnaire),
        decor.responsables[caf.code],
        instant(depuis, HEURE),
        mode=brut.get("mode", Adhesion.Mode.NON_DELEGUE),
        complete_le=depuis,
    )
    equipe = _equipe(decor, brut, caf, gestionnaire, depuis)
    decor.partenaires[brut["siret"]] = gestionnaire, equipe


def _equipe(
    decor: Decor, brut: dict[str, Any], caf: Caf, gestionnaire: Gestionnaire, depuis: date
) -> Equipe:
    """Grant the roles on all the équipements, as the Caf does, or the manager whom it lets do so;
    who acts for a role is the first who holds it.
    """
    equipe: Equipe = {}
    responsable = Acteur(decor.responsables[caf.code], instant(depuis, HEURE))
    ici = {"caf_id": caf.pk, "gestionnaire_id": gestionnaire.pk}
    delegue = brut.get("mode") == Adhesion.Mode.DELEGUE
    if delegue:
        portee = Portee(frozenset(ROLES_DECLARATION), None, depuis)
        accorder_delegation(portee, **ici, acteur=responsable)
    for membre in sorted(brut["personnes"], key=lambda m: GERE not in m["roles"]):
        if membre.get("seulement"):
            continue  # once there are équipements
        personne = decor.personne(membre["email"], membre["prenom"], membre["nom"])
        for role in membre["roles"]:
            qui = _accorde(role, equipe, responsable) if delegue else responsable
            droit = accorder(Demande(personne, Role(role), None, depuis), **ici, acteur=qui)
            if motif := membre.get("suspendu"):
                suspendre_droit(droit.pk, motif=motif, acteur=responsable)
            else:
                equipe.setdefault(role, personne)
    return equipe


def _accorde(role: str, equipe: Equipe, responsable: Acteur) -> Acteur:
    """Under a delegation: the partner's manager, for the roles of the declarations."""
    gerant = equipe.get(GERE)
    if gerant is None or role not in ROLES_DECLARATION:
        return responsable
    return Acteur(gerant, responsable.maintenant)


def _droits_partiels(decor: Decor, brut: dict[str, Any]) -> None:
    """The roles of those who act on some équipements only; nobody acts in their name here."""
    caf, (gestionnaire, equipe) = decor.cafs[brut["caf"]], decor.partenaires[brut["siret"]]
    depuis = decor.reperes.le(brut.get("adhesion", ADHESION))
    responsable = Acteur(decor.responsables[caf.code], instant(depuis, HEURE))
    delegue = brut.get("mode") == Adhesion.Mode.DELEGUE
    for membre in brut["personnes"]:
        if not (noms := membre.get("seulement")):
            continue
        sur = frozenset(gestionnaire.equipements.filter(nom__in=noms).values_list("pk", flat=True))
        personne = decor.personne(membre["email"], membre["prenom"], membre["nom"])
        for role in membre["roles"]:
            accorder(
                Demande(personne, Role(role), sur, depuis),
                caf_id=caf.pk,
                gestionnaire_id=gestionnaire.pk,
                acteur=_accorde(role, equipe, responsable) if delegue else responsable,
            )


def _equipement(decor: Decor, brut: dict[str, Any], partenaire: dict[str, Any]) -> None:
    """Install an équipement at its partner; note when it will pass to another one."""
    portefeuille = Portefeuille.objects.select_related("titulaire", "caf").get(
        caf=decor.cafs[partenaire["caf"]], nom=partenaire["portefeuille"]
    )
    gestionnaire, equipe = decor.partenaires[partenaire["siret"]]
    terrain = installer(decor.reperes, brut, gestionnaire, portefeuille, equipe, decor.acteurs)
    if depart := brut.get("depart"):
        vers, autres = decor.partenaires[depart["vers"]]
        terrain.depart = Depart(
            le=decor.reperes.dans(depart["jours"]),
            vers=vers,
            equipe=autres,
            par=decor.personnes[depart["par"]],
            motif=depart["motif"],
        )
    decor.terrains[terrain.equipement.pk] = terrain
