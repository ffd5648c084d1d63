"""People, Cafs, partners and équipements of the demonstration, read from its TOML files."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from declarations.regles.calendrier import Fenetre
from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Convention,
    Equipement,
    Fonction,
    Gestionnaire,
    Habilitation,
    Lieu,
    Portefeuille,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from portal.accueil.demo.activite import Site
from portal.accueil.demo.comptes import adresse
from portal.accueil.demo.reperes import Reperes
from portal.accueil.groupes import ADMINISTRATION_NATIONALE

DOSSIER = Path(__file__).parent
AGENTS_DEPUIS = [1, 1, -5]
ADHESION = [1, 3, -2]
CONVENTIONS = (([1, 1, -3], [31, 12, 0]), ([1, 1, 1], [31, 12, 4]))


@dataclass
class Terrain:
    """An équipement with its people, its lieux as stories, and how far things have come."""

    equipement: Equipement
    equipe: dict[str, Utilisateur]
    conseiller: Utilisateur
    sites: dict[str, Site]
    cout: Decimal
    etapes: dict[str, str]
    acteurs: dict[int, Acteur]

    def acteur(self, personne: Utilisateur, quand: datetime) -> Acteur:
        """The person at a moment. Nobody's rights change in the story: they are read once."""
        acteur = self.acteurs.setdefault(personne.pk, Acteur(personne, quand))
        acteur.maintenant = quand
        return acteur


@dataclass
class Decor:
    """What the scenarios play with."""

    reperes: Reperes
    cafs: dict[str, Caf] = field(default_factory=dict)
    fenetres: dict[tuple[str, str], Fenetre] = field(default_factory=dict)
    personnes: dict[str, Utilisateur] = field(default_factory=dict)
    terrains: dict[int, Terrain] = field(default_factory=dict)
    acteurs: dict[int, Acteur] = field(default_factory=dict)

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
    for partenaire in lire("partenaires.toml")["partenaires"]:
        _partenaire(decor, partenaire)
    return decor


def _caf(decor: Decor, brut: dict[str, Any]) -> None:
    """Coordinates where none were given, agents, portfolios, windows."""
    caf = Caf.objects.get(code=brut["code"])
    caf.telephone = caf.telephone or brut["telephone"]
    caf.email = caf.email or brut["email"]
    caf.save(update_fields=["telephone", "email"])
    decor.cafs[caf.code] = caf
    for agent in brut["agents"]:
        _affecter(decor, agent, agent["fonction"], caf)
    for portefeuille in brut["portefeuilles"]:
        remplacant = portefeuille.get("remplacant")
        Portefeuille.objects.create(
            caf=caf,
            nom=portefeuille["nom"],
            titulaire=decor.personnes[portefeuille["titulaire"]],
            remplacant=decor.personnes[remplacant] if remplacant else None,
        )
    for nature, jours in brut["fenetres"].items():
        decor.fenetres[caf.code, nature] = Fenetre(*(decor.reperes.dans(j) for j in jours))


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
    Adhesion.objects.create(
        caf=caf,
        gestionnaire=gestionnaire,
        mode=brut.get("mode", Adhesion.Mode.NON_DELEGUE),
        complete_le=depuis,
    )
    equipe = _equipe(decor, brut, caf, gestionnaire, depuis)
    portefeuille = Portefeuille.objects.select_related("titulaire").get(
        caf=caf, nom=brut["portefeuille"]
    )
    for equipement in brut["equipements"]:
        _equipement(decor, equipement, gestionnaire, portefeuille, equipe)


def _equipe(
    decor: Decor, brut: dict[str, Any], caf: Caf, gestionnaire: Gestionnaire, depuis: date
) -> dict[str, Utilisateur]:
    """Grant the roles; the person who acts for a role is the first who holds it."""
    equipe: dict[str, Utilisateur] = {}
    for membre in brut["personnes"]:
        personne = decor.personne(membre["email"], membre["prenom"], membre["nom"])
        for role in membre["roles"]:
            Habilitation.objects.create(
                utilisateur=personne,
                caf=caf,
                gestionnaire=gestionnaire,
                role=Role(role),
                tous_equipements=True,
                du=depuis,
            )
            equipe.setdefault(role, personne)
    return equipe


def _equipement(
    decor: Decor,
    brut: dict[str, Any],
    gestionnaire: Gestionnaire,
    portefeuille: Portefeuille,
    equipe: dict[str, Utilisateur],
) -> None:
    reperes, caf = decor.reperes, portefeuille.caf
    equipement = Equipement.objects.create(
        caf=caf,
        gestionnaire=gestionnaire,
        portefeuille=portefeuille,
        dispositif="er",
        nom=brut["nom"],
        organisation=brut["organisation"],
        ouvert_le=reperes.le(brut["ouvert"]) if "ouvert" in brut else None,
    )
    for numero, (du, au) in enumerate(CONVENTIONS, start=1):
        Convention.objects.create(
            equipement=equipement,
            reference=f"COF-ER-{caf.code}-{equipement.pk:04d}-{numero}",
            du=reperes.le(du),
            au=reperes.le(au),
        )
    decor.terrains[equipement.pk] = Terrain(
        equipement=equipement,
        equipe=equipe,
        conseiller=portefeuille.titulaire,
        sites=dict(_lieu(reperes, equipement, lieu, brut) for lieu in brut["lieux"]),
        cout=Decimal(brut["cout"]),
        etapes={n: brut[n] for n in ("reelle", "previsionnelle", "passe") if n in brut},
        acteurs=decor.acteurs,
    )


def _lieu(
    reperes: Reperes, equipement: Equipement, brut: dict[str, Any], parent: dict[str, Any]
) -> tuple[str, Site]:
    """Create a lieu; return the key of its row with its story."""
    dates = {f"{q}_le": reperes.le(brut[q]) for q in ("ouvert", "ferme") if q in brut}
    lieu = Lieu.objects.create(
        equipement=equipement, nom=brut["nom"], adresse=brut.get("adresse", ""), **dates
    )
    evolution = Decimal(str(parent["evolution"]))
    return f"l{lieu.pk}", Site(lieu.nom, brut["taille"], evolution, reperes.annee_reelle, **dates)
