"""Saving typed values on a sheet, whoever else saves at the same time."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from portal.saisie.models import Feuille
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.fusion import Conflit, changes_par_d_autres, fusionner
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.saisie.services.auteurs import Auteur, auteurs_de
from portal.socle.mesures.compteurs import compter_enregistrement

Places = Mapping[str, Emplacement[Champ, Ligne]]


@dataclass(frozen=True)
class Enregistrement:
    """What a save did: the revision reached, fields written, refused and to choose.

    ``confirmees`` are the carried-over values that it settled. ``autres`` holds what others changed
    since the revision the person started from, by chemin, for their page to show it; ``auteurs``
    says who wrote those, and the other value of each conflict. ``places`` are the fields that the
    person may type, by chemin.
    """

    places: Places
    revision: int
    ecrits: tuple[str, ...]
    erreurs: Mapping[str, str]
    conflits: tuple[Conflit, ...]
    confirmees: tuple[str, ...]
    autres: Mapping[str, Valeur]
    auteurs: Mapping[str, Auteur]
    le: datetime


# Called once the values are laid on the sheet and before it is written: may refuse by raising, and
# returns the chemins of what it laid on the sheet itself.
AvantEcriture = Callable[[Enregistrement], Collection[str]]


@transaction.atomic(savepoint=False)
def enregistrer(
    feuille: Feuille,
    places: Places,
    envoi: Envoi,
    auteur: AbstractBaseUser,
    maintenant: datetime,
    avant_d_ecrire: AvantEcriture | None = None,
) -> Enregistrement:
    """Save what is typed at these places of a sheet, which the caller has locked.

    Valid values are written even when others are refused; a value that somebody else changed
    meanwhile is merged, or returned as a conflict. What the person gives up is kept apart. Names
    that are no places are the caller's to refuse beforehand.
    """
    recues = recevoir(places.values(), envoi.valeurs)
    ecarter(feuille, recevoir(places.values(), envoi.ecartees).valeurs, auteur, maintenant)
    actuelles = feuille.valeurs
    ici = envoi.revision == feuille.revision
    base = actuelles if ici else feuille.valeurs_a(envoi.revision)
    fusion = fusionner(base, recues.valeurs, actuelles)
    autres = changes_par_d_autres(base, recues.valeurs, actuelles, places)
    conflits = [c.chemin for c in fusion.conflits]
    reglees = {*envoi.confirmees, *fusion.changements} & feuille.a_confirmer.keys()
    reglees -= {*recues.erreurs, *conflits}
    resultat = Enregistrement(
        places=places,
        revision=feuille.revision + bool(fusion.changements or reglees),
        ecrits=tuple(fusion.changements),
        erreurs=recues.erreurs,
        conflits=fusion.conflits,
        confirmees=tuple(reglees),
        autres=autres,
        auteurs=auteurs_de(feuille, [*autres, *conflits]),
        le=maintenant,
    )
    for chemin, valeur in fusion.changements.items():
        feuille.poser(chemin, valeur)
    for chemin in reglees:
        del feuille.a_confirmer[chemin]
    poses = avant_d_ecrire(resultat) if avant_d_ecrire else ()
    if ecrits := {*fusion.changements, *reglees, *poses}:
        garder(feuille, ecrits, auteur, maintenant)
    compter_enregistrement(str(feuille._meta.model_name), _issue(resultat))
    return resultat


def _issue(resultat: Enregistrement) -> str:
    """How a save ended, in one word, for who watches the portal."""
    if resultat.conflits:
        return "conflit"
    if resultat.ecrits or resultat.confirmees:
        return "ecrit"
    return "refuse" if resultat.erreurs else "rien"


def garder(
    feuille: Feuille, ecrits: Iterable[str], auteur: AbstractBaseUser, maintenant: datetime
) -> None:
    """Save a sheet whose fields ``ecrits`` were laid, under one more revision, with who did."""
    feuille.revision += 1
    for chemin in ecrits:
        feuille.auteurs[chemin] = [feuille.revision, auteur.pk, maintenant.isoformat()]
    feuille.modifie_le = maintenant
    # The model of users stands above: it is known here by what Django asks of one.
    feuille.modifie_par = auteur  # type: ignore[assignment]
    feuille.save(update_fields=feuille.champs_ecrits if feuille.pk else None)


def ecarter(
    feuille: Feuille,
    valeurs: Mapping[str, Valeur],
    auteur: AbstractBaseUser,
    maintenant: datetime,
) -> None:
    """Keep what the person gives up, once, unless it is the very value kept."""
    gardees = feuille.valeurs
    for chemin, valeur in valeurs.items():
        if feuille.pk and valeur != gardees.get(chemin, ""):
            feuille.ecartees.get_or_create(  # type: ignore[attr-defined]
                chemin=chemin,
                valeur=valeur,
                revision=feuille.revision,
                par=auteur,
                defaults={"le": maintenant},
            )
