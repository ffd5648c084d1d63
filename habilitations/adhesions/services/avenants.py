"""Avenants: an adhesion in force changes, by papers signed, checked and concluded likewise."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.models import DossierAdhesion
from habilitations.adhesions.regles.avenants import Objet, attendues, meme_personne_morale
from habilitations.adhesions.services.acces import exiger_responsable, exiger_vivante, raconter
from habilitations.models import Adhesion, Delegation, Gestionnaire, Habilitation
from habilitations.models.sirets import valider_siret
from habilitations.permissions import Acteur
from habilitations.services.accord import Demande, accorder
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.delegations import retirer_delegation
from habilitations.services.signature import modifier_adhesion
from habilitations.verification import droits_verifies
from portal.socle import journal
from portal.socle.formats import date_fr
from portal.socle.refus import DemandeInvalide, impossible

MOTIF = "Avenant au contrat de service : la Caf gère désormais les habilitations."


@dataclass(frozen=True)
class Avenant:
    """What is to change. ``siret`` counts when it changes; the representative is who signs."""

    objets: frozenset[Objet]
    representant: str
    qualite: str
    courriel: str
    siret: str = ""


@transaction.atomic
def ouvrir_avenant(adhesion_id: int, avenant: Avenant, *, acteur: Acteur) -> DossierAdhesion:
    """Open the file of an avenant; the same objets by the same person again give the first one.

    Raises ActionRefusee (not the responsable; adhesion not in force), DemandeInvalide (nothing to
    change, SIRET, representative; a file is open), Adhesion.DoesNotExist.
    """
    adhesion = (
        Adhesion.objects.select_related("gestionnaire", "caf", "cle")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=adhesion_id)
    )
    exiger_responsable(adhesion.caf_id, acteur)
    _exiger_lisible(avenant, adhesion.gestionnaire)
    if adhesion.complete_le is None:
        raise impossible("Cette adhésion n’est pas complète : un avenant ne change rien encore.")
    exiger_vivante(adhesion, acteur.jour)
    objets = [str(o) for o in Objet if o in avenant.objets]
    if deja := adhesion.dossiers.en_cours().first():
        if deja.objets == objets and deja.ouvert_par_id == acteur.utilisateur.pk:
            return deja
        raise DemandeInvalide(
            "objets",
            f"Un dossier est ouvert pour ce partenaire depuis le {date_fr(deja.ouvert_le)} : "
            "reprenez-le.",
        )
    dossier = DossierAdhesion.objects.create(
        caf=adhesion.caf,
        gestionnaire=adhesion.gestionnaire,
        adhesion=adhesion,
        objets=objets,
        nouveau_siret=avenant.siret if Objet.SIRET in avenant.objets else "",
        attendues=list(attendues(genres().values(), avenant.objets)),
        representant=avenant.representant,
        qualite=avenant.qualite,
        courriel=avenant.courriel,
        mode=_mode(adhesion, avenant.objets),
        ouvert_par=acteur.utilisateur,
        ouvert_le=acteur.maintenant,
    )
    raconter("adhesion.avenant", dossier, acteur, objets=objets, attendues=dossier.attendues)
    return dossier


def appliquer(dossier: DossierAdhesion, acteur: Acteur) -> None:
    """What an avenant changes of the adhesion itself, in the transaction of its conclusion.

    Its équipements and people are those of the fiche (``inscription``). Raises ActionRefusee (no
    key), DemandeInvalide (the SIRET was taken meanwhile).
    """
    if dossier.nouveau_siret:
        _changer_de_siret(dossier, acteur)
    if Objet.DELEGATION in dossier.objets:
        _changer_de_mode(dossier, acteur)


def _changer_de_siret(dossier: DossierAdhesion, acteur: Acteur) -> None:
    gestionnaire, nouveau = dossier.gestionnaire, dossier.nouveau_siret
    if Gestionnaire.objects.exclude(pk=gestionnaire.pk).filter(siret=nouveau).exists():
        raise impossible("Un autre partenaire a pris ce SIRET : il s’agit d’un transfert.")
    avant = gestionnaire.siret
    gestionnaire.siret = nouveau
    gestionnaire.save(update_fields=["siret"])
    journal.ecrire(
        "partenaire.siret",
        auteur=acteur.utilisateur,
        objet=gestionnaire,
        gestionnaire_id=gestionnaire.pk,
        caf_id=dossier.caf_id,
        details={"avant": avant, "apres": nouveau},
        le=acteur.maintenant,
    )


def _changer_de_mode(dossier: DossierAdhesion, acteur: Acteur) -> None:
    """The level of delegation of the contract; rights granted under one that ends are signed anew
    by the Caf: nobody loses access because the management changes hands."""
    adhesion = dossier.adhesion
    if adhesion.mode == dossier.mode:
        return
    sous_delegation: list[Habilitation] = []
    if dossier.mode == Adhesion.Mode.NON_DELEGUE:
        tenus = droits_verifies(droits_du_partenaire(adhesion), acteur.jour)
        sous_delegation = [d for d in tenus if d.delegation_id]
        for delegation in Delegation.objects.en_cours(acteur.jour).filter(base=adhesion):
            retirer_delegation(delegation.pk, motif=MOTIF, acteur=acteur)
    modifier_adhesion(adhesion, acteur.utilisateur, acteur.maintenant, mode=dossier.mode)
    for droit in sous_delegation:
        couverts = None if droit.tous_equipements else {e.pk for e in droit.equipements.all()}
        accorder(
            Demande(
                droit.utilisateur,
                droit.role,
                None if couverts is None else frozenset(couverts),
                acteur.jour,
                droit.au,
            ),
            caf_id=dossier.caf_id,
            gestionnaire_id=dossier.gestionnaire_id,
            acteur=acteur,
        )
    raconter("adhesion.mode", dossier, acteur, mode=dossier.mode)


def _mode(adhesion: Adhesion, objets: Collection[Objet]) -> str:
    """The other level when it changes: there are two."""
    if Objet.DELEGATION not in objets:
        return adhesion.mode
    delegue = adhesion.mode == Adhesion.Mode.DELEGUE
    return Adhesion.Mode.NON_DELEGUE if delegue else Adhesion.Mode.DELEGUE


def _exiger_lisible(avenant: Avenant, gestionnaire: Gestionnaire) -> None:
    """Raise DemandeInvalide on the first thing typed that cannot be kept."""
    if not avenant.objets:
        raise DemandeInvalide("objets", "Choisissez ce qui change.")
    for champ in ("representant", "qualite"):
        if not getattr(avenant, champ).strip():
            raise DemandeInvalide(champ, "Indiquez le représentant légal et sa qualité.")
    try:
        validate_email(avenant.courriel)
    except ValidationError:
        raise DemandeInvalide("courriel", "Écrivez une adresse électronique complète.") from None
    if Objet.SIRET not in avenant.objets:
        return
    try:
        valider_siret(avenant.siret)
    except ValidationError as erreur:
        raise DemandeInvalide("siret", str(erreur.message)) from None
    if avenant.siret == gestionnaire.siret:
        raise DemandeInvalide("siret", "C’est le SIRET actuel de ce partenaire.")
    if not meme_personne_morale(gestionnaire.siret, avenant.siret):
        raise DemandeInvalide(
            "siret",
            "Ce SIRET est celui d’une autre personne morale (ses neuf premiers chiffres diffèrent) "
            ": transférez-lui les équipements.",
        )
    if Gestionnaire.objects.filter(siret=avenant.siret).exists():
        raise DemandeInvalide("siret", "Un autre partenaire a déjà ce SIRET.")
