"""Portfolios: who follows which équipements, moved in bulk, with a substitute between two days."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from habilitations.annuaire.services.acces import exiger_administrateur
from habilitations.annuaire.services.ecriture import exiger_a_jour, fait, raconter, remplir
from habilitations.models import AffectationAgent, Equipement, Fonction, Portefeuille, Utilisateur
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import DemandeInvalide, impossible
from portal.socle.usages import exiger_inutilise

AUTREMENT = (
    "Déplacez d’abord ses équipements ; s’il est celui d’une projection, gardez-le, même vide."
)
CHAMPS = ("nom", "titulaire")
REMPLACEMENT = ("remplacant", "remplacement_du", "remplacement_au")


@transaction.atomic
def creer_portefeuille(*, caf_id: int, nom: str, titulaire: int, acteur: Acteur) -> Portefeuille:
    """Open a portfolio; ``titulaire``: id of a gestionnaire conseil of the Caf.

    Raises ActionRefusee, DemandeInvalide (a name taken, somebody else).
    """
    exiger_administrateur(acteur, caf_id)
    portefeuille = Portefeuille(caf_id=caf_id)
    voulu = {"nom": nom.strip(), "titulaire": exiger_conseiller(caf_id, titulaire, acteur)}
    changements = remplir(portefeuille, voulu)
    portefeuille.save(force_insert=True)
    _raconter("portefeuille.cree", portefeuille, acteur, changements=changements)
    return portefeuille


@transaction.atomic
def modifier_portefeuille(
    portefeuille_id: int, *, nom: str, titulaire: int, acteur: Acteur, depuis: str = ""
) -> Portefeuille:
    """Rename a portfolio, or give it to another adviser: all its files follow.

    Raises ActionRefusee, DemandeInvalide, Portefeuille.DoesNotExist.
    """
    portefeuille = ouvrir_portefeuille(portefeuille_id, acteur)
    exiger_a_jour(portefeuille, CHAMPS, depuis)
    qui = portefeuille.titulaire
    if titulaire != qui.pk:
        qui = exiger_conseiller(portefeuille.caf_id, titulaire, acteur)
    changements = remplir(portefeuille, {"nom": nom.strip(), "titulaire": qui})
    if changements:
        portefeuille.save(update_fields=list(changements))
        _raconter("portefeuille.modifie", portefeuille, acteur, changements=changements)
    return portefeuille


@transaction.atomic
def remplacer(
    portefeuille_id: int,
    *,
    remplacant: int | None,
    remplacement_du: date | None,
    remplacement_au: date | None,
    acteur: Acteur,
    depuis: str = "",
) -> Portefeuille:
    """Name a substitute between two days, or nobody any more; the same again changes nothing.

    Raises ActionRefusee, DemandeInvalide, Portefeuille.DoesNotExist.
    """
    portefeuille = ouvrir_portefeuille(portefeuille_id, acteur)
    exiger_a_jour(portefeuille, REMPLACEMENT, depuis)
    qui = exiger_conseiller(portefeuille.caf_id, remplacant, acteur) if remplacant else None
    if qui is None:
        remplacement_du = remplacement_au = None
    elif remplacement_du is None:
        raise DemandeInvalide("remplacement_du", "Indiquez le premier jour du remplacement.")
    if remplacement_du and remplacement_au and remplacement_au < remplacement_du:
        raise DemandeInvalide("remplacement_au", "La fin précède le début du remplacement.")
    if qui and qui.pk == portefeuille.titulaire_id:
        raise DemandeInvalide("remplacant", "Le remplaçant ne peut pas être le titulaire.")
    voulu = {
        "remplacant": qui,
        "remplacement_du": remplacement_du,
        "remplacement_au": remplacement_au,
    }
    changements = remplir(portefeuille, voulu)
    if changements:
        portefeuille.save(update_fields=list(changements))
        _raconter("portefeuille.modifie", portefeuille, acteur, changements=changements)
    return portefeuille


@transaction.atomic
def deplacer(
    portefeuille_id: int, *, equipements: Collection[int], vers: int, acteur: Acteur
) -> int:
    """Move équipements from a portfolio to another of the Caf; return how many moved.

    Those that left it meanwhile stay where they are: done twice, it moves nothing more. Each is
    told in the chain of its partner. Raises ActionRefusee, DemandeInvalide,
    Portefeuille.DoesNotExist.
    """
    depart = ouvrir_portefeuille(portefeuille_id, acteur)
    arrivee = Portefeuille.objects.filter(caf=depart.caf_id, pk=vers).exclude(pk=depart.pk).first()
    if arrivee is None:
        raise DemandeInvalide("vers", "Choisissez un autre portefeuille de cette Caf.")
    if not equipements:
        raise DemandeInvalide("equipements", "Choisissez les équipements à déplacer.")
    a_deplacer = list(
        Equipement.objects.filter(pk__in=equipements, portefeuille=depart)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    Equipement.objects.filter(pk__in=[e.pk for e in a_deplacer]).update(portefeuille=arrivee)
    if a_deplacer:
        _raconter_le_deplacement(depart, arrivee, a_deplacer, acteur)
    return len(a_deplacer)


def _raconter_le_deplacement(
    depart: Portefeuille, arrivee: Portefeuille, deplaces: list[Equipement], acteur: Acteur
) -> None:
    changement = {"portefeuille": (depart.nom, arrivee.nom)}
    faits = [
        fait("equipement.modifie", e, acteur, e.gestionnaire_id, e.caf_id, "", changement, {})
        for e in deplaces
    ]
    for action, objet, autre in (
        ("portefeuille.deplace", depart, {"vers": arrivee.nom}),
        ("portefeuille.recu", arrivee, {"de": depart.nom}),
    ):
        combien = {"combien": len(deplaces), "equipements": [e.pk for e in deplaces]}
        details = {**autre, **combien}
        faits.append(fait(action, objet, acteur, None, objet.caf_id, "", {}, details))
    journal.ecrire_plusieurs([journal.Fait(**f) for f in faits])


@transaction.atomic
def supprimer_portefeuille(portefeuille_id: int, *, acteur: Acteur) -> None:
    """Delete an empty portfolio. Raises ActionRefusee, Portefeuille.DoesNotExist."""
    portefeuille = ouvrir_portefeuille(portefeuille_id, acteur)
    exiger_inutilise(portefeuille, AUTREMENT)
    _raconter("portefeuille.supprime", portefeuille, acteur)
    portefeuille.delete()


def ouvrir_portefeuille(portefeuille_id: int, acteur: Acteur) -> Portefeuille:
    """Lock a portfolio of an annuaire that this person keeps.

    Raises ActionRefusee, Portefeuille.DoesNotExist.
    """
    portefeuille = (
        Portefeuille.objects.select_related("titulaire", "remplacant", "caf")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=portefeuille_id)
    )
    exiger_administrateur(acteur, portefeuille.caf_id)
    return portefeuille


def conseillers_de(caf_id: int, jour: date) -> list[Utilisateur]:
    """Gestionnaires conseil of a Caf that day: who may hold a portfolio."""
    affectations = AffectationAgent.objects.actives(jour).filter(
        caf=caf_id, fonction=Fonction.GESTIONNAIRE_CONSEIL
    )
    ids = affectations.values_list("utilisateur", flat=True)
    return list(Utilisateur.objects.filter(pk__in=list(ids)))


def exiger_conseiller(caf_id: int, utilisateur_id: int, acteur: Acteur) -> Utilisateur:
    trouve = next((c for c in conseillers_de(caf_id, acteur.jour) if c.pk == utilisateur_id), None)
    if trouve is None:
        raise impossible("Cette personne n’est pas gestionnaire conseil de cette Caf.")
    return trouve


def _raconter(
    action: str,
    portefeuille: Portefeuille,
    acteur: Acteur,
    *,
    changements: dict[str, tuple[str, str]] | None = None,
) -> None:
    raconter(action, portefeuille, acteur, caf_id=portefeuille.caf_id, changements=changements)
