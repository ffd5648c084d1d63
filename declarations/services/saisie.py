"""Saving figures of a volet, whoever else saves at the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from declarations.models import ValeurEcartee, Volet
from declarations.regles.etats import Action
from declarations.regles.grille import EmplacementGrille
from declarations.services.contenu import contenu_de
from declarations.services.dossier import Dossier, ouvrir
from declarations.services.erreurs import ChampsRefuses
from declarations.services.historique import Auteur, auteurs_de
from habilitations.permissions import Acteur
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.fusion import Conflit, changes_par_d_autres, fusionner
from portal.saisie.regles.valeurs import Valeur
from portal.socle.refus import impossible

CHAMPS_ECRITS = (
    "donnees",
    "auteurs",
    "revision",
    "a_confirmer",
    "saisi_par_la_caf",
    "modifie_le",
    "modifie_par",
)


@dataclass(frozen=True)
class Enregistrement:
    """What a save did: the revision reached, fields written, refused and to choose.

    ``confirmees`` are the carried-over values that it settled. ``autres`` holds what others changed
    since the revision the person started from, by chemin, for their page to show it; ``auteurs``
    says who wrote those, and the other value of each conflict. ``places`` are the fields that the
    person may type, by chemin, and ``dossier`` the file as the save leaves it, for the answer to
    be drawn without reading everything again.
    """

    dossier: Dossier
    places: Mapping[str, EmplacementGrille]
    revision: int
    ecrits: tuple[str, ...]
    erreurs: Mapping[str, str]
    conflits: tuple[Conflit, ...]
    confirmees: tuple[str, ...]
    autres: Mapping[str, Valeur]
    auteurs: Mapping[str, Auteur]

    @property
    def le(self) -> datetime:
        return self.dossier.maintenant


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
) -> Enregistrement:
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
    lecture = recevoir(places.values(), brut)
    _ecarter(dossier, volet, recevoir(places.values(), ecartees or {}).valeurs)
    base = volet.donnees if revision == volet.revision else _donnees_a(volet, revision)
    fusion = fusionner(base, lecture.valeurs, volet.donnees)
    autres = changes_par_d_autres(base, lecture.valeurs, volet.donnees, places)
    conflits = [c.chemin for c in fusion.conflits]
    reglees = {*confirmees, *fusion.changements} & volet.a_confirmer.keys()
    reglees -= {*lecture.erreurs, *conflits}
    if fusion.changements or reglees:
        _ecrire(dossier, volet, fusion.changements, reglees)
    return Enregistrement(
        dossier=dossier,
        places=places,
        revision=volet.revision,
        ecrits=tuple(fusion.changements),
        erreurs=lecture.erreurs,
        conflits=fusion.conflits,
        confirmees=tuple(reglees),
        autres=autres,
        auteurs=auteurs_de(volet, [*autres, *conflits]),
    )


def _places_modifiables(
    dossier: Dossier, volet: Volet, envoyes: Iterable[str]
) -> dict[str, EmplacementGrille]:
    """Fields of the volet that a person may type now, by chemin; refuse any other one sent.

    A forged field is told from one that the correction under way does not reach.
    """
    champs = {
        e.chemin: e
        for e in contenu_de(dossier.version).places(volet.nature).values()
        if e.champ.origine == "saisie"
    }
    places = {c: e for c, e in champs.items() if volet.est_ouvert(c)}
    refuses = tuple(c for c in envoyes if c not in places)
    if any(c not in champs for c in refuses):
        raise ChampsRefuses(refuses)
    if refuses:
        raise impossible("La correction demandée ne porte pas sur tous les champs envoyés.")
    return places


def _donnees_a(volet: Volet, revision: int) -> dict[str, Valeur]:
    """Return the volet's data at an earlier revision, from its history."""
    evenement = (
        volet.events.filter(revision=revision).order_by("-pgh_id").values_list("donnees", flat=True)
    )
    return evenement.first() or {}


def _ecarter(dossier: Dossier, volet: Volet, valeurs: Mapping[str, Valeur]) -> None:
    """Keep what the person gives up, once, unless it is the very value kept."""
    for chemin, valeur in valeurs.items():
        if valeur != volet.donnees.get(chemin, ""):
            ValeurEcartee.objects.get_or_create(
                volet=volet,
                chemin=chemin,
                valeur=valeur,
                revision=volet.revision,
                par=dossier.acteur.utilisateur,
                defaults={"le": dossier.maintenant},
            )


def _ecrire(
    dossier: Dossier, volet: Volet, changements: Mapping[str, Valeur], reglees: Iterable[str]
) -> None:
    for chemin, valeur in changements.items():
        if valeur in ("", []):
            volet.donnees.pop(chemin, None)
        else:
            volet.donnees[chemin] = valeur
    for chemin in reglees:
        del volet.a_confirmer[chemin]
    garder(dossier, volet, {*changements, *reglees})


def garder(dossier: Dossier, volet: Volet, ecrits: Iterable[str]) -> None:
    """Save a volet whose fields ``ecrits`` were written, under one more revision, with who did."""
    auteur = dossier.acteur.utilisateur
    volet.revision += 1
    for chemin in ecrits:
        volet.auteurs[chemin] = [volet.revision, auteur.pk, dossier.maintenant.isoformat()]
    volet.modifie_le, volet.modifie_par = dossier.maintenant, auteur
    volet.saisi_par_la_caf = volet.saisi_par_la_caf or dossier.pour_le_partenaire
    volet.save(update_fields=CHAMPS_ECRITS)
    dossier.commencer_saisie(volet.nature)
