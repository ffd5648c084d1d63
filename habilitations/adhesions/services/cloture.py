"""Closing an adhesion file: complete, so that the adhesion begins; or given up with a reason."""

from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.services.acces import (
    exiger_ouvert,
    exiger_vivante,
    raconter,
    verrouiller,
)
from habilitations.permissions import Acteur
from habilitations.services.accord import ouvrir_adhesion
from portal.socle.motifs import exiger_motif
from portal.socle.refus import impossible


@transaction.atomic
def conclure(dossier_id: int, *, acteur: Acteur) -> DossierAdhesion:
    """Close a file whose papers are all accepted; again, no effect.

    The adhesion begins that day, in the mode that its contract states; one that was complete
    already keeps its date and its mode. Raises ActionRefusee (not the responsable, given up, a
    paper misses, adhesion suspended or over meanwhile), DossierAdhesion.DoesNotExist.
    """
    dossier = verrouiller(dossier_id, acteur)
    if dossier.complet_le:
        return dossier
    exiger_ouvert(dossier)
    if manquantes := dossier.avancement.manquantes:
        noms = ", ".join(genres()[code].libelle for code in manquantes)
        raise impossible(f"Il reste des pièces à recevoir ou à accepter : {noms}.")
    adhesion = ouvrir_adhesion(dossier.caf_id, dossier.gestionnaire_id)
    exiger_vivante(adhesion, acteur.jour)
    if adhesion.complete_le is None:
        adhesion.complete_le, adhesion.mode = acteur.jour, dossier.mode
        adhesion.save(update_fields=["complete_le", "mode"])
    dossier.complet_le, dossier.complet_par = acteur.maintenant, acteur.utilisateur
    dossier.save(update_fields=["complet_le", "complet_par"])
    raconter("adhesion.complete", dossier, acteur, cas=dossier.cas, mode=adhesion.mode)
    return dossier


@transaction.atomic
def classer_sans_suite(dossier_id: int, *, motif: str, acteur: Acteur) -> DossierAdhesion:
    """Give a file up: opened by mistake, or the partner does not join; again, no effect.

    Its papers stay. Raises ActionRefusee (not the responsable, complete), DemandeInvalide,
    DossierAdhesion.DoesNotExist.
    """
    dossier = verrouiller(dossier_id, acteur)
    motif = exiger_motif(motif, "Indiquez pourquoi ce dossier est classé sans suite.")
    if dossier.sans_suite_le:
        return dossier
    exiger_ouvert(dossier)
    dossier.sans_suite_le, dossier.sans_suite_par = acteur.maintenant, acteur.utilisateur
    dossier.sans_suite_motif = motif
    dossier.save(update_fields=["sans_suite_le", "sans_suite_par", "sans_suite_motif"])
    raconter("adhesion.sans_suite", dossier, acteur, motif=motif)
    return dossier
