"""Postes conventionnés: the posts that a CTG convention finances, one by one."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from habilitations.models import Convention, Dispositif, Equipement, PosteConventionne
from habilitations.models.conventions import ETP_MAX, POSTE_CCT
from habilitations.permissions import Acteur
from habilitations.services.fiches import exiger_texte, journaliser, ouvrir_suivi
from portal.socle.refus import DemandeInvalide, impossible


@transaction.atomic
def inscrire_poste(
    convention_id: int,
    *,
    intitule: str,
    etp: Decimal,
    acteur: Acteur,
    poste_id: int | None = None,
) -> PosteConventionne:
    """Add a post to a convention, or change the one named; the same again changes nothing.

    ``etp`` is in full-time equivalents, with two decimals, above 0. Declarations sent keep the
    figure they were sent with. Raises ActionRefusee (not its adviser, not a CTG convention),
    DemandeInvalide (title missing or already used, ETP out of range), Convention.DoesNotExist,
    Equipement.DoesNotExist and PosteConventionne.DoesNotExist.
    """
    convention = _ouvrir(convention_id, acteur)
    intitule = exiger_texte(intitule, "intitule", "Indiquez l’intitulé du poste.")
    if not Decimal(0) < etp <= ETP_MAX or etp != round(etp, 2):
        raise DemandeInvalide(
            "etp", f"L’ETP conventionné est supérieur à 0, d’au plus {ETP_MAX}, à deux décimales."
        )
    homonymes = convention.postes.filter(intitule__iexact=intitule)
    if poste_id is not None:
        homonymes = homonymes.exclude(pk=poste_id)
    homonyme = homonymes.first()
    if homonyme:
        if poste_id is None and homonyme.etp == etp:  # A second click adds nothing.
            return homonyme
        raise DemandeInvalide("intitule", "Cette convention a déjà un poste de cet intitulé.")
    if poste_id is None:
        poste = PosteConventionne(convention=convention, rang=_rang_suivant(convention))
    else:
        poste = convention.postes.get(pk=poste_id)
    avant = _figures(poste)
    poste.intitule, poste.etp = intitule, etp
    if avant == _figures(poste):
        return poste
    poste.full_clean()
    poste.save()
    _journaliser(convention, acteur, avant, _figures(poste))
    return poste


@transaction.atomic
def retirer_poste(poste_id: int, *, acteur: Acteur) -> None:
    """Take a post out of its convention: it was written by mistake.

    Whether a declaration names it is for ``declarations.services.postes`` to say, which is what
    pages call. Raises ActionRefusee, Equipement.DoesNotExist and PosteConventionne.DoesNotExist.
    """
    poste = PosteConventionne.objects.get(pk=poste_id)
    convention = _ouvrir(poste.convention_id, acteur)
    avant = _figures(poste)
    poste.delete()
    _journaliser(convention, acteur, avant, None)


def _ouvrir(convention_id: int, acteur: Acteur) -> Convention:
    """Lock the équipement of a convention that this person follows, and return the convention."""
    convention = Convention.objects.get(pk=convention_id)
    equipement: Equipement = ouvrir_suivi(convention.equipement_id, acteur)
    if equipement.dispositif != Dispositif.CCT:
        raise impossible(POSTE_CCT)
    convention.equipement = equipement
    return convention


def _rang_suivant(convention: Convention) -> int:
    dernier = convention.postes.aggregate(dernier=Max("rang"))["dernier"]
    return 0 if dernier is None else dernier + 1


def _figures(poste: PosteConventionne) -> dict[str, str] | None:
    """What the journal keeps of a post; None before it is written."""
    return {"intitule": poste.intitule, "etp": str(poste.etp)} if poste.intitule else None


def _journaliser(convention: Convention, acteur: Acteur, avant: Any, apres: Any) -> None:
    journaliser(
        "equipement.poste",
        convention.equipement,
        acteur,
        convention=convention.reference,
        avant=avant,
        apres=apres,
    )
