"""What is missing on a person's part, and by when: the files in the partners' hands."""

from datetime import date, datetime, time

from django.db.models import Prefetch
from django.utils import timezone

from declarations.models import Declaration, Derogation
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.suite import acteurs_en_liste, situation_en_liste
from declarations.regles import etats
from declarations.regles.etats import ACTES
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.regles.transitions import Tache
from portal.relances.regles.etapes import Echeance, echeance_de


def chez_le_partenaire(declarations: DeclarationQuerySet, jour: date) -> DeclarationQuerySet:
    """Files the partner has in hand, with all that tells their deadline and whose turn it is."""
    return (
        declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .pour_liste(jour)
        .select_related("campagne__reglage_relances")
        .prefetch_related("derogations")
        .order_by("pk")
    )


def avec_leur_echeance(declarations: DeclarationQuerySet, jour: date) -> DeclarationQuerySet:
    """Files the partner has in hand, with what tells their deadline and nothing else."""
    actives = Prefetch(
        "derogations", queryset=Derogation.objects.actives(jour), to_attr="derogations_actives"
    )
    return (
        declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .select_related("campagne", "version_courante")
        .prefetch_related("derogations", actives, "version_courante__demandes_origine")
    )


def echeance_en_liste(declaration: Declaration, jour: date) -> Echeance | None:
    """The deadline of a file loaded by one of the two above; None before its entry opens."""
    campagne, version = declaration.campagne, declaration.version_courante
    demande = None
    if version.est_correction:
        demande = next(iter(version.demandes_origine.all()), None)
    elif jour < campagne.ouvre_le and not declaration.derogations_actives:
        return None
    return echeance_de(
        campagne.echeance_le,
        campagne.ferme_le,
        [d.expire_le for d in declaration.derogations.all()],
        demande.pour_le if demande else None,
        jour,
    )


def comme_partenaire(utilisateur: Utilisateur, jour: date) -> Acteur:
    """The person with the rights put in by the caller, and no function: never as an agent."""
    acteur = Acteur(utilisateur, midi(jour))
    acteur.habilitations, acteur.affectations, acteur.portefeuilles = [], [], frozenset()
    return acteur


def taches_de(declaration: Declaration, acteur: Acteur) -> tuple[Tache, ...]:
    """What is expected of this person on a file loaded by ``pour_liste``."""
    situation = situation_en_liste(declaration, acteur.jour)
    return ACTES.taches(situation, acteurs_en_liste(acteur, declaration, cote_caf=False))


def est_attendu(utilisateur: Utilisateur, declarations: DeclarationQuerySet, jour: date) -> bool:
    """Tell whether something is still missing on this person's part in one of these files."""
    acteur = Acteur(utilisateur, midi(jour))
    visibles = declarations.visibles_comme_partenaire(acteur)
    return any(taches_de(d, acteur) for d in visibles.pour_liste(jour))


def midi(jour: date) -> datetime:
    """A moment of a day, Europe/Paris, far from both its ends."""
    return timezone.make_aware(datetime.combine(jour, time(12)))
