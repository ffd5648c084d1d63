"""The fiche d'identification as the Caf knows it already, before anybody types in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.regles.fiche import TOUS, Section
from habilitations.models import Adhesion, Equipement, Habilitation
from habilitations.services.couverture import droits_du_partenaire, equipements_du_partenaire
from habilitations.verification import droits_verifies


def fiche_connue(dossier: DossierAdhesion, jour: date) -> dict[str, Any]:
    """What the Caf knows: the partner, its representative, its équipements and who holds rights."""
    base, gestionnaire = dossier.adhesion, dossier.gestionnaire
    equipements = {
        e.pk: {**_equipement(e), "cle": f"e{rang}"}
        for rang, e in enumerate(_connus(base, jour), start=1)
    }
    tenus = droits_verifies(droits_du_partenaire(base), jour)
    personnes = _personnes(tenus, {pk: str(e["cle"]) for pk, e in equipements.items()})
    contenu: dict[str, Any] = {
        Section.PARTENAIRE: {
            "nom": gestionnaire.nom,
            "adresse": gestionnaire.adresse,
            "telephone": "",
        },
        Section.REPRESENTANT: {
            "nom": dossier.representant,
            "qualite": dossier.qualite,
            "courriel": dossier.courriel,
            "telephone": "",
        },
        Section.EQUIPEMENTS: list(equipements.values()),
        Section.PERSONNES: personnes,
    }
    suite = 1 + len(equipements) + len(personnes)
    return {"contenu": {str(s): v for s, v in contenu.items() if v}, "suite": suite}


def _connus(base: Adhesion, jour: date) -> Iterable[Equipement]:
    return equipements_du_partenaire(base, jour).prefetch_related("lieux").order_by("nom", "pk")


def _equipement(equipement: Equipement) -> dict[str, Any]:
    return {
        "nom": equipement.nom,
        "dispositif": equipement.dispositif,
        "organisation": equipement.organisation,
        "adresse": "",
        "lieux": [lieu.nom for lieu in equipement.lieux.all()],
        "connu": equipement.pk,
    }


def _personnes(tenus: Iterable[Habilitation], cles: Mapping[int, str]) -> list[dict[str, Any]]:
    par_adresse: dict[str, dict[str, Any]] = {}
    for droit in tenus:
        qui = droit.utilisateur
        ligne = par_adresse.setdefault(
            qui.email,
            {
                "cle": f"p{len(cles) + len(par_adresse) + 1}",
                "prenom": qui.prenom,
                "nom": qui.nom,
                "courriel": qui.email,
                "telephone": qui.telephone,
                "roles": {},
            },
        )
        couverts = [cles[e.pk] for e in droit.equipements.all() if e.pk in cles]
        dits = [TOUS] if droit.tous_equipements else couverts
        deja = ligne["roles"].get(droit.role, [])
        if dits:
            ligne["roles"][droit.role] = [TOUS] if TOUS in (*deja, *dits) else [*deja, *dits]
    return [ligne for ligne in par_adresse.values() if ligne["roles"]]
