"""Sending a declaration to the Caf: everything is frozen together (DOMAINE §3.1)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from declarations.models import PassageControles, Version, Volet
from declarations.regles import etats
from declarations.services import lignes as services_lignes
from declarations.services.assistance import cesser
from declarations.services.dossier import Dossier, ouvrir, refus_simple
from declarations.services.evaluation import Evaluation
from declarations.services.pieces import pieces_de
from declarations.services.volets import garder_passage
from habilitations.permissions import Acteur
from subventions.models import Calcul
from subventions.regles.estimation import INVALIDE
from subventions.services import figer_calcul

# Written together, and never again.
FIGES = (
    "calcul",
    "lignes",
    "envoyee_le",
    "envoyee_par",
    "gestionnaire",
    "echeance_le",
    "empreinte",
)


@transaction.atomic
def transmettre(declaration_id: int, *, acteur: Acteur) -> Version:
    """Approve and send: freeze figures, rows, grid, checks, barème and computation.

    Raises ActionRefusee: another role, already sent, window closed, volet unsigned, check that
    blocks or is not justified on today's figures.
    """
    dossier = ouvrir(declaration_id, acteur)
    evaluation = dossier.evaluer()
    dossier.exiger(etats.TRANSMETTRE, evaluation=evaluation)
    _exiger_calculable(evaluation)
    version = dossier.version
    _arreter_les_donnees(dossier, evaluation)
    passage = garder_passage(dossier, evaluation, PassageControles.Moment.ENVOI)
    version.calcul = _figer(dossier, evaluation)
    version.lignes = services_lignes.en_json(evaluation.lignes)
    version.envoyee_le, version.envoyee_par = dossier.maintenant, acteur.utilisateur
    version.gestionnaire = dossier.declaration.gestionnaire
    version.echeance_le = dossier.declaration.campagne.echeance_le
    version.empreinte = empreinte(version, passage.constats)
    version.save(update_fields=FIGES)
    _clore(dossier)
    return version


def _exiger_calculable(evaluation: Evaluation) -> None:
    """What cannot be computed is not sent: the checks say so first, this is the last door."""
    if evaluation.estimation is None or evaluation.estimation.statut == INVALIDE:
        raise refus_simple(
            etats.MOMENT,
            "Le calcul ne peut pas être fait sur ces données : renvoyez le volet concerné.",
        )


def _arreter_les_donnees(dossier: Dossier, evaluation: Evaluation) -> None:
    """Keep what is sent: the figures asked for, those of the Caf as they stand now.

    Values that the grid no longer asks for (a lieu closed, a poste withdrawn since) are not sent.
    """
    nature = dossier.declaration.nature
    for volet in dossier.version.volets.all():
        attendus = {
            e.chemin
            for e in evaluation.grille.emplacements(nature, evaluation.lignes, volet.nature)
        }
        arretees = {c: v for c, v in evaluation.donnees.items() if c in attendus}
        if arretees != volet.donnees or volet.a_confirmer:
            volet.donnees, volet.a_confirmer = arretees, {}
            volet.revision += 1
            volet.save(update_fields=["donnees", "a_confirmer", "revision"])


def _figer(dossier: Dossier, evaluation: Evaluation) -> Calcul:
    declaration = dossier.declaration
    return figer_calcul(
        evaluation.estimation,
        gestionnaire_id=declaration.gestionnaire_id,
        caf_id=declaration.caf_id,
        dispositif=declaration.dispositif,
        annee=declaration.annee,
        donnees=evaluation.entrees,
        equipement_id=declaration.equipement_id,
    )


def _clore(dossier: Dossier) -> None:
    """Move on: the version counts unless a validated one does until it is validated in turn."""
    declaration, version = dossier.declaration, dossier.version
    version.demandes_origine.filter(satisfaite_le__isnull=True).update(
        satisfaite_le=dossier.maintenant
    )
    if not declaration.versions.filter(validee_le__isnull=False).exists():
        declaration.version_en_vigueur = version
        declaration.save(update_fields=["version_en_vigueur"])
    cesser(dossier)
    dossier.passer_a(etats.TRANSMISE)
    dossier.journaliser("transmise", empreinte=version.empreinte)


def contenu_fige(version: Version, constats: list[dict[str, Any]]) -> dict[str, Any]:
    """Return all that a sent version says, as the receipt shows it and the hash covers it."""
    declaration = version.declaration
    return {
        "reference": declaration.reference,
        "version": version.numero,
        "gestionnaire": version.gestionnaire.siret,
        "caf": declaration.caf.code,
        "equipement": declaration.equipement_id,
        "exercice": declaration.exercice,
        "nature": declaration.nature,
        "numero": declaration.numero,
        "grille": version.grille,
        "lignes": version.lignes,
        "volets": {
            v.nature: {
                "donnees": v.donnees,
                "signe_le": instant_fige(v.signe_le),
                "signe_par": v.signe_par_id,
                **_de_la_caf(v),
            }
            for v in version.volets.all()
        },
        "controles": constats,
        **_pieces(version),
        "calcul": version.calcul.empreinte,
        "envoyee_le": instant_fige(version.envoyee_le),
        "envoyee_par": version.envoyee_par_id,
        "echeance": version.echeance_le.isoformat(),
    }


def _de_la_caf(volet: Volet) -> dict[str, bool]:
    """What an adviser did for the partner in a volet; nothing most of the time."""
    faits = {"saisi_par_la_caf": volet.saisi_par_la_caf, "signe_par_la_caf": volet.signe_par_la_caf}
    return {nom: vrai for nom, vrai in faits.items() if vrai}


def _pieces(version: Version) -> dict[str, Any]:
    """Papers handed in with a version; nothing when there are none, as before there were any."""
    pieces = [
        {"nom": p.document.nom, "sha256": p.document.sha256, "constat": p.cle}
        for p in pieces_de(version)
    ]
    return {"pieces": pieces} if pieces else {}


def instant_fige(moment: datetime) -> str:
    """Write a moment the same way whatever the time zone it was read in."""
    return moment.astimezone(UTC).isoformat()


def empreinte(version: Version, constats: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of what is frozen with a version."""
    return empreinte_du_contenu(contenu_fige(version, constats))


def empreinte_du_contenu(contenu: Mapping[str, Any]) -> str:
    """Return the SHA-256 of plain data, in a canonical writing."""
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()
