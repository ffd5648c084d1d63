"""Closing an adhesion file: complete, so that the adhesion begins; or given up with a reason."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.services.acces import (
    exiger_ouvert,
    exiger_vivante,
    raconter,
    verrouiller,
)
from habilitations.adhesions.services.avenants import appliquer
from habilitations.adhesions.services.inscription import Inscription, inscrire
from habilitations.adhesions.services.nouvelles import prevenir
from habilitations.models import Habilitation
from habilitations.permissions import Acteur
from habilitations.services.accord import ouvrir_adhesion
from habilitations.services.signature import modifier_adhesion
from portal.socle.francais import de_la
from portal.socle.motifs import exiger_le_meme, exiger_motif
from portal.socle.refus import impossible


@transaction.atomic
def conclure(
    dossier_id: int, *, acteur: Acteur, inscriptions: Mapping[str, Inscription] | None = None
) -> DossierAdhesion:
    """Close a file whose papers are all accepted; again, no effect.

    The adhesion begins that day, in the mode that its contract states; one that was complete
    already keeps its date, and its mode unless an avenant changes it. What the fiche asks for is
    done: équipements that the Caf did not know, by their keys in ``inscriptions``; rights, signed.
    The partner is told. Raises ActionRefusee (not the responsable, given up, a paper misses,
    adhesion suspended or over meanwhile, fiche incomplete), DemandeInvalide (an équipement),
    DossierAdhesion.DoesNotExist.
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
        modifier_adhesion(
            adhesion,
            acteur.utilisateur,
            acteur.maintenant,
            complete_le=acteur.jour,
            mode=dossier.mode,
        )
    dossier.complet_le, dossier.complet_par = acteur.maintenant, acteur.utilisateur
    dossier.save(update_fields=["complet_le", "complet_par"])
    action = "adhesion.avenant_conclu" if dossier.objets else "adhesion.complete"
    raconter(action, dossier, acteur, cas=dossier.cas, mode=dossier.mode, objets=dossier.objets)
    dossier.adhesion = adhesion
    appliquer(dossier, acteur)
    signes = inscrire(dossier, inscriptions or {}, acteur)
    dit = "l’avenant {} est conclu" if dossier.objets else "l’adhésion {} est conclue"
    objet = f"{dossier.caf} : {dit.format(de_la(dossier.gestionnaire.nom))}"
    prevenir(dossier, "adhesion_conclue", objet, acteur, droits=_par_personne(signes))
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
        exiger_le_meme(motif, dossier.sans_suite_motif, "Ce dossier est déjà classé sans suite.")
        return dossier
    exiger_ouvert(dossier)
    dossier.sans_suite_le, dossier.sans_suite_par = acteur.maintenant, acteur.utilisateur
    dossier.sans_suite_motif = motif
    dossier.save(update_fields=["sans_suite_le", "sans_suite_par", "sans_suite_motif"])
    raconter("adhesion.sans_suite", dossier, acteur, motif=motif)
    return dossier


def _par_personne(droits: Iterable[Habilitation]) -> list[str]:
    """« Alice Activité : Fournisseur de données d’activité, Approbateur »."""
    roles: dict[str, list[str]] = {}
    for droit in droits:
        roles.setdefault(str(droit.utilisateur), []).append(droit.get_role_display())
    return [f"{qui} : {', '.join(siens)}" for qui, siens in roles.items()]
