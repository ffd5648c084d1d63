"""Saving figures of a volet, whoever else saves at the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from declarations.models import Volet
from declarations.regles.etats import Action
from declarations.regles.grille import EmplacementGrille
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.erreurs import ChampsRefuses
from habilitations.permissions import Acteur
from portal.saisie.regles.envoi import Envoi
from portal.saisie.services import enregistrement as saisie
from portal.saisie.services.enregistrement import Enregistrement
from portal.socle.refus import impossible


@dataclass(frozen=True)
class EnregistrementVolet(Enregistrement):
    """What a save did, with the file as it leaves it: the answer is drawn without reading again."""

    dossier: DossierVerrouille


@transaction.atomic
def enregistrer(
    declaration_id: int,
    nature: str,
    *,
    acteur: Acteur,
    revision: int,
    brut: Mapping[str, str | list[str]],
    confirmees: Iterable[str] = (),
    ecartees: Mapping[str, str | list[str]] | None = None,
) -> EnregistrementVolet:
    """Save typed values of one volet, by chemin.

    ``revision`` is the one the person started from. Valid values are written even when others are
    refused; a value that somebody else changed meanwhile is merged, or returned as a conflict.
    ``confirmees`` names the values carried over from another declaration that this person says
    are right; one that they change is confirmed by it. ``ecartees`` are values that they typed and
    give up for the one kept: they go to the history.
    Raises ActionRefusee (role, state, window), ChampsRefuses (a field of the other volet, read-only
    or outside the correction asked for).
    """
    dossier = ouvrir(declaration_id, acteur)
    dossier.exiger(Action.SAISIR, nature)
    volet = dossier.version.volet(nature)
    places = _places_modifiables(dossier, volet, brut)
    resultat = saisie.enregistrer(
        volet,
        places,
        Envoi(revision, brut, ecartees or {}, tuple(confirmees)),
        acteur.utilisateur,
        dossier.maintenant,
        lambda _: _marquer(dossier, volet),
    )
    if resultat.ecrits or resultat.confirmees:
        dossier.oublier()
        dossier.commencer_saisie(nature)
    return EnregistrementVolet(**vars(resultat), dossier=dossier)


def _places_modifiables(
    dossier: DossierVerrouille, volet: Volet, envoyes: Iterable[str]
) -> dict[str, EmplacementGrille]:
    """Fields of the volet that a person may type now, by chemin; refuse any other one sent.

    A forged field is told from one that the correction under way does not reach.
    """
    champs = {e.chemin: e for e in dossier.places(volet.nature).values() if e.champ.est_saisi}
    places = {c: e for c, e in champs.items() if volet.est_ouvert(c)}
    refuses = tuple(c for c in envoyes if c not in places)
    if any(c not in champs for c in refuses):
        raise ChampsRefuses(refuses)
    if refuses:
        raise impossible("La correction demandée ne porte pas sur tous les champs envoyés.")
    return places


def _marquer(dossier: DossierVerrouille, volet: Volet) -> tuple[str, ...]:
    """Remember that an adviser typed in the partner's place; it writes no field."""
    volet.saisi_par_la_caf = volet.saisi_par_la_caf or dossier.pour_le_partenaire
    return ()


def garder(dossier: DossierVerrouille, volet: Volet, ecrits: Iterable[str]) -> None:
    """Save a volet whose fields ``ecrits`` were written, under one more revision, with who did."""
    _marquer(dossier, volet)
    saisie.garder(volet, ecrits, dossier.acteur.utilisateur, dossier.maintenant)
    dossier.oublier()
    dossier.commencer_saisie(volet.nature)
