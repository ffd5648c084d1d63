"""Équipements of the demonstration, with their conventions: one way for each dispositif."""

from decimal import Decimal
from itertools import count
from typing import Any

from habilitations.models import Convention, Equipement, Gestionnaire, Lieu, Portefeuille
from habilitations.permissions import Acteur
from habilitations.services.postes import inscrire_poste
from portal.accueil.demo.activite import Site
from portal.accueil.demo.cct import Poste, RecitCct, Titulaire
from portal.accueil.demo.clas import Collectif, RecitClas
from portal.accueil.demo.recits import Recit, RecitER
from portal.accueil.demo.reperes import Reperes, instant
from portal.accueil.demo.terrain import Equipe, Terrain

CONVENTIONS_ER = (([1, 1, -3], [31, 12, 0]), ([1, 1, 1], [31, 12, 4]))
ETAPES = ("reelle", "previsionnelle", "actualisee", "passe")


def installer(
    reperes: Reperes,
    brut: dict[str, Any],
    gestionnaire: Gestionnaire,
    portefeuille: Portefeuille,
    equipe: Equipe,
    acteurs: dict[int, Acteur],
) -> Terrain:
    """Create an équipement, its conventions and what they carry; return where its story begins."""
    dispositif = brut.get("dispositif", "er")
    equipement = Equipement.objects.create(
        caf=portefeuille.caf,
        gestionnaire=gestionnaire,
        portefeuille=portefeuille,
        dispositif=dispositif,
        nom=brut["nom"],
        organisation=brut.get("organisation", ""),
        ouvert_le=reperes.le(brut["ouvert"], dispositif) if "ouvert" in brut else None,
    )
    conventions = _conventions(reperes, brut, equipement)
    terrain = Terrain(
        equipement=equipement,
        equipe=equipe,
        conseiller=portefeuille.titulaire,
        recit=RecitER(equipement.nom, {}, Decimal(0)),
        etapes={n: brut[n] for n in ETAPES if n in brut},
        acteurs=acteurs,
        notifies={
            reperes.reelle(dispositif) + int(ecart): combien
            for ecart, combien in brut.get("notifies", {}).items()
        },
        elan=reperes.reelle(dispositif) + brut["elan"] if "elan" in brut else None,
    )
    terrain.recit = _recit(reperes, brut, terrain, conventions[0])
    return terrain


def _conventions(
    reperes: Reperes, brut: dict[str, Any], equipement: Equipement
) -> list[Convention]:
    dispositif, caf = equipement.dispositif, equipement.caf
    return [
        Convention.objects.create(
            equipement=equipement,
            reference=f"COF-{dispositif.upper()}-{caf.code}-{equipement.pk:04d}-{numero}",
            du=reperes.le(du, dispositif),
            au=reperes.le(au, dispositif),
        )
        for numero, (du, au) in enumerate(brut.get("conventions", CONVENTIONS_ER), start=1)
    ]


def _recit(
    reperes: Reperes, brut: dict[str, Any], terrain: Terrain, convention: Convention
) -> Recit:
    equipement = terrain.equipement
    reference = reperes.reelle(equipement.dispositif)
    if equipement.dispositif == "clas":
        collectifs = tuple(_collectifs(brut, reference))
        return RecitClas(equipement.nom, collectifs, Decimal(brut["cout"]), reference)
    if equipement.dispositif == "cct":
        postes = tuple(_poste(reperes, p, terrain, convention) for p in brut["postes"])
        return RecitCct(equipement.nom, postes, reference)
    sites = dict(_lieu(reperes, equipement, lieu, brut) for lieu in brut["lieux"])
    return RecitER(equipement.nom, sites, Decimal(brut["cout"]))


def _lieu(
    reperes: Reperes, equipement: Equipement, brut: dict[str, Any], parent: dict[str, Any]
) -> tuple[str, Site]:
    """Create a lieu; return the key of its row with its story."""
    dates = {f"{q}_le": reperes.le(brut[q]) for q in ("ouvert", "ferme") if q in brut}
    lieu = Lieu.objects.create(
        equipement=equipement, nom=brut["nom"], adresse=brut.get("adresse", ""), **dates
    )
    evolution = Decimal(str(parent["evolution"]))
    site = Site(lieu.nom, brut["taille"], evolution, reperes.reelle("er"), **dates)
    return f"l{lieu.pk}", site


def _collectifs(brut: dict[str, Any], reference: int) -> list[Collectif]:
    """Those the file names, then as many groups in each school as it says."""
    numeros = count(1)
    nommes = brut.get("collectifs", [])
    par_ecole = [
        {**ecole, "nom": f"{ecole['nom']} – groupe {rang}"}
        for ecole in brut.get("ecoles", [])
        for rang in range(1, ecole["groupes"] + 1)
    ]
    return [
        Collectif(
            cle=f"c{next(numeros)}",
            nom=dit["nom"],
            niveau=dit["niveau"],
            bonus_enfants="enfants" in dit.get("bonus", []),
            bonus_parents="parents" in dit.get("bonus", []),
            depuis=reference + dit.get("depuis", -9),
            enfants=dit.get("enfants"),
        )
        for dit in (*nommes, *par_ecole)
    ]


def _poste(
    reperes: Reperes, brut: dict[str, Any], terrain: Terrain, convention: Convention
) -> Poste:
    """Write a poste in its convention, on its first day; return its story."""
    etp = Decimal(brut["etp"])
    poste = inscrire_poste(
        convention.pk,
        intitule=brut["intitule"],
        etp=etp,
        acteur=terrain.acteur(terrain.conseiller, instant(convention.du, 9)),
    )
    titulaires = tuple(
        Titulaire(
            t["prenom"],
            t["nom"],
            reperes.le(t.get("depuis", [1, 1, -9]), "cct"),
            reperes.le(t["jusqu_au"], "cct") if "jusqu_au" in t else None,
        )
        for t in brut["titulaires"]
    )
    return Poste(
        cle=f"c{poste.pk}",
        intitule=poste.intitule,
        etp=etp,
        salaire=Decimal(brut["salaire"]),
        thematiques=tuple(brut["thematiques"]),
        chef_de_projet=brut.get("chef_de_projet", False),
        titulaires=titulaires,
    )
