"""Sending a bilan to the Caf: what counts is frozen, and it alone (DOMAINE §5)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from bilans.models import EnvoiBilan
from bilans.regles.etats import Action, Situation
from bilans.services.acteurs import acteurs_sur, est_cote_caf
from bilans.services.arrete import figer
from bilans.services.bilan import BilanVerrouille, ouvrir
from bilans.services.confirmation import confirmer
from bilans.services.empreintes import empreinte
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.relecture import exiger_relu
from portal.saisie.services.enregistrement import garder
from portal.socle.mesures.compteurs import compter_transmission
from portal.socle.pdf_d_avance import preparer_apres_validation

PREPARER_RECEPISSE = "bilans.tasks.preparer_recepisse"


@transaction.atomic
def transmettre(bilan_id: int, *, acteur: Acteur, vu: str = "") -> EnvoiBilan:
    """Send a bilan: freeze the answers that count, with the facts and rows they were read with.

    Answers to hidden questions and those of withdrawn rows stay on the sheet, and are not sent.
    Whoever answered, and whoever sends, gets an e-mail that recalls what was sent. ``vu`` is the
    mark of what the page showed. Raises ActionRefusee: another role, already sent, window closed,
    something missing, wrong, to be confirmed or in disagreement with the declaration; answers that
    are no longer those which were shown.
    """
    dossier = ouvrir(bilan_id, acteur)
    situation = dossier.exiger(Action.TRANSMETTRE)
    exiger_relu(vu, dossier.marque)
    auteurs = _auteurs(dossier)
    _arreter_la_feuille(dossier)
    envoi = _figer(dossier, auteurs)
    bilan = dossier.bilan
    bilan.dernier_envoi, bilan.arretees = envoi, envoi.reponses
    bilan.save(update_fields=["dernier_envoi", "arretees"])
    _clore(dossier, situation, envoi, auteurs)
    confirmer(dossier, envoi, auteurs)
    preparer_apres_validation(PREPARER_RECEPISSE, envoi.pk)
    compter_transmission("bilan")
    return envoi


def _auteurs(dossier: BilanVerrouille) -> list[Utilisateur]:
    """Whoever gave an answer that is sent, and who sends it; who sends comes last."""
    ecrits = dossier.feuille.auteurs
    ids = {ecrits[c][1] for c in dossier.etat.comptees if c in ecrits}
    moi = dossier.acteur.utilisateur
    autres = Utilisateur.objects.filter(pk__in=ids - {moi.pk}).order_by("nom", "prenom", "pk")
    return [*autres, moi]


def _arreter_la_feuille(dossier: BilanVerrouille) -> None:
    """Lay what the declaration gives beside what was typed: the Caf reads one sheet."""
    feuille = dossier.feuille
    donnees = {c: v for c, v in dossier.declarees.items() if feuille.donnees.get(c) != v}
    perimees = [c for c in feuille.a_confirmer if c not in dossier.emplacements]
    if not donnees and not perimees:
        return
    feuille.donnees |= donnees
    for chemin in perimees:
        del feuille.a_confirmer[chemin]
    garder(feuille, (), dossier.acteur.utilisateur, dossier.maintenant)


def _figer(dossier: BilanVerrouille, auteurs: list[Utilisateur]) -> EnvoiBilan:
    bilan = dossier.bilan
    faits, lignes = figer(dossier.faits)
    definitions = [v.reference for v in (bilan.version, bilan.complement) if v]
    envoi = EnvoiBilan(
        bilan=bilan,
        numero=bilan.envois.count() + 1,
        le=dossier.maintenant,
        par=dossier.acteur.utilisateur,
        nom=str(dossier.acteur.utilisateur),
        gestionnaire=bilan.gestionnaire,
        reference=" + ".join(definitions),
        reponses=dict(dossier.etat.comptees),
        faits=faits,
        lignes=lignes,
        mentions=_mentions(dossier, auteurs),
        echeance_le=bilan.campagne.echeance_le,
    )
    envoi.empreinte = empreinte(envoi)
    envoi.save()
    return envoi


def _mentions(dossier: BilanVerrouille, auteurs: list[Utilisateur]) -> dict[str, Any]:
    """Names and dates as they stand at the sending: the receipt prints these, not today's."""
    bilan, demande = dossier.bilan, dossier.demande
    ecrits = {pk for _, pk, _ in dossier.feuille.auteurs.values()}
    return {
        "titre": bilan.libelle,
        "sujet": bilan.sujet,
        "gestionnaire": bilan.gestionnaire.nom,
        "siret": bilan.gestionnaire.siret,
        "caf": bilan.caf.nom,
        "repondants": [_repondant(dossier, qui) for qui in auteurs if qui.pk in ecrits],
        "complement_pour_le": demande.pour_le.isoformat() if demande else None,
        "derogations": [
            {"expire_le": d.expire_le.isoformat(), "motif": d.motif}
            for d in bilan.derogations.all()
            if d.expire_le >= dossier.jour
        ],
    }


def _repondant(dossier: BilanVerrouille, qui: Utilisateur) -> dict[str, Any]:
    """Who answered, and whether it was for the Caf beside the partner."""
    acteurs = acteurs_sur(Acteur(qui, dossier.maintenant), dossier.bilan)
    return {"nom": str(qui), "caf": est_cote_caf(acteurs)}


def _clore(
    dossier: BilanVerrouille,
    situation: Situation,
    envoi: EnvoiBilan,
    auteurs: Sequence[Utilisateur],
) -> None:
    """Move on: the completion asked for is satisfied, the whole sheet is the Caf's."""
    dossier.bilan.demandes.filter(satisfaite_le=None).update(satisfaite_le=dossier.maintenant)
    if dossier.feuille.ouvertes is not None:
        dossier.feuille.ouvertes = None
        dossier.feuille.save(update_fields=["ouvertes"])
    # Whoever answered or sends gets the e-mail that recalls the answers.
    dossier.accomplir(
        Action.TRANSMETTRE,
        situation,
        autrement=auteurs,
        empreinte=envoi.empreinte,
        envoi=envoi.numero,
    )
