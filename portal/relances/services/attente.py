"""What is missing on a person's part, and by when: the files in the partners' hands."""

from datetime import date, datetime, time

from django.utils import timezone

from declarations.echeances import a_commence, echeance_de
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.suite import acteurs_en_liste, situation_en_liste
from declarations.regles import etats
from declarations.regles.etats import ACTES
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.regles.echeances import Echeance
from portal.dossiers.regles.transitions import Tache


def chez_le_partenaire(declarations: DeclarationQuerySet) -> DeclarationQuerySet:
    """Files the partner has in hand, with all that tells their deadline and whose turn it is."""
    return (
        declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .pour_liste()
        .select_related("campagne__reglage_relances")
        .order_by("pk")
    )


def avec_leur_echeance(declarations: DeclarationQuerySet) -> DeclarationQuerySet:
    """Files the partner has in hand, with what tells their deadline and nothing else."""
    return (
        declarations.filter(etat__in=etats.CHEZ_LE_PARTENAIRE)
        .select_related("campagne", "version_courante")
        .prefetch_related("derogations", "version_courante__demandes_origine")
    )


def echeance_en_liste(declaration: Declaration, jour: date) -> Echeance | None:
    """The deadline of a file loaded by one of the two above; None before its entry opens."""
    return echeance_de(declaration, jour) if a_commence(declaration, jour) else None


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
    return any(taches_de(d, acteur) for d in visibles.pour_liste())


def midi(jour: date) -> datetime:
    """A moment of a day, Europe/Paris, far from both its ends."""
    return timezone.make_aware(datetime.combine(jour, time(12)))
