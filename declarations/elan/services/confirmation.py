"""Confirming an import of ELAN: all or nothing, looked at before anything is written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from declarations.elan.regles.saisie import aligner
from declarations.elan.services.references import lignes_reprises
from declarations.elan.services.saisie import Fichier, reprendre_elan
from declarations.models import ImportElan, RepriseElan
from declarations.regles.grille import LigneGrille
from habilitations.models import Equipement
from habilitations.permissions import Acteur
from portal.saisie.regles.valeurs import Valeur

REPRIS, MODIFIE, IDENTIQUE = "repris", "modifie", "identique"


class AvertissementsNonVus(Exception):
    """Points are to be looked at, hidden rows for instance, and nobody said that they were."""


class ApercuDepasse(Exception):
    """Figures changed since they were compared: they are to be looked at again."""


def contenu_importe(
    projet: Mapping[str, Any], reprise: RepriseElan | None
) -> tuple[tuple[LigneGrille, ...], dict[str, Valeur]]:
    """Rows and texts of one project, as they are to be taken up.

    Texts that the workbook does not hold stay as they were kept; a row has the key of the one
    already kept that bears its name.
    """
    lues = lignes_importees(projet)
    cles = aligner(lues, lignes_reprises(reprise) if reprise else ())
    gardes = reprise.donnees.items() if reprise else ()
    brut = {c: v for c, v in gardes if c.startswith("projet_")}
    for chemin, texte in projet["brut"].items():
        debut, point, suite = chemin.partition(".")
        cle, _, code = suite.partition(".")
        brut[f"{debut}.{cles[cle]}.{code}" if code else f"{debut}{point}{suite}"] = texte
    return tuple(replace(ligne, cle=cles[ligne.cle]) for ligne in lues), brut


def lignes_importees(projet: Mapping[str, Any]) -> tuple[LigneGrille, ...]:
    return tuple(LigneGrille(ligne["cle"], ligne["libelle"]) for ligne in projet["lignes"])


def reprises_de(depot: ImportElan) -> dict[tuple[int, int], RepriseElan]:
    """What is already kept for the projects of an import; one query."""
    cles = {(projet["equipement"], projet["annee"]) for projet in depot.contenu}
    gardees = RepriseElan.objects.filter(equipement__in={pk for pk, _ in cles})
    return {(r.equipement_id, r.annee): r for r in gardees if (r.equipement_id, r.annee) in cles}


def etat_compare(depot: ImportElan, reprises: Mapping[tuple[int, int], RepriseElan]) -> str:
    """What the import was compared with: the revision of each project."""
    revisions = {cle: reprise.revision for cle, reprise in reprises.items()}
    cles = sorted((projet["equipement"], projet["annee"]) for projet in depot.contenu)
    return ",".join(f"{pk}-{annee}-{revisions.get((pk, annee), 0)}" for pk, annee in cles)


@transaction.atomic
def confirmer_import(
    depot_id: int, *, acteur: Acteur, compare: str, vus: bool = False
) -> ImportElan:
    """Write every project of an import, or none; confirmed again, it changes nothing.

    ``compare`` is what the person looked at (``etat_compare``), ``vus`` whether they say that the
    warnings are. Raises ImportElan.DoesNotExist (not one’s own), AvertissementsNonVus,
    ApercuDepasse, and what ``reprendre_elan`` raises.
    """
    depot = ImportElan.objects.select_for_update().get(pk=depot_id, depose_par=acteur.utilisateur)
    if depot.confirme_le:
        return depot
    if depot.avertissements and not vus:
        raise AvertissementsNonVus
    pks = sorted({projet["equipement"] for projet in depot.contenu})
    list(
        Equipement.objects.filter(pk__in=pks)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    reprises = reprises_de(depot)
    if compare != etat_compare(depot, reprises):
        raise ApercuDepasse
    depot.rapport = [_reprendre(depot, projet, reprises, acteur) for projet in depot.contenu]
    depot.contenu, depot.confirme_le = [], acteur.maintenant
    depot.save()
    return depot


def _reprendre(
    depot: ImportElan,
    projet: Mapping[str, Any],
    reprises: Mapping[tuple[int, int], RepriseElan],
    acteur: Acteur,
) -> dict[str, Any]:
    """Take up one project; return its line of the report."""
    cle = projet["equipement"], projet["annee"]
    avant = reprises.get(cle)
    revision = avant.revision if avant else 0
    lignes, brut = contenu_importe(projet, avant)
    reprise = reprendre_elan(
        *cle,
        acteur=acteur,
        revision=revision,
        lignes=lignes,
        brut=brut,
        fichier=Fichier(depot.fichier_nom, depot.fichier_empreinte),
        numero_elan=projet.get("numero_elan") or None,
    )
    issue = IDENTIQUE if reprise.revision == revision else MODIFIE if avant else REPRIS
    return {
        "equipement": reprise.equipement_id,
        "annee": reprise.annee,
        "libelle": str(reprise),
        "issue": issue,
    }
