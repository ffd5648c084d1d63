"""By when a declaration is due: the rule of every file, asked of one loaded, or in SQL of a list.

The two agree on every case (``tests/declarations/test_echeances.py``): a list is sorted and
filtered by the very date that it shows, and by which people are reminded.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Case, DateField, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from declarations.models import Declaration, DemandeCorrection
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles import etats
from portal.dossiers.models import Derogation
from portal.dossiers.regles import echeances as regle
from portal.dossiers.regles.echeances import Echeance


def echeance_de(declaration: Declaration, jour: date) -> Echeance | None:
    """Return when the partner must be done, None once the declaration is out of their hands.

    Reads only what ``DeclarationQuerySet.pour_liste`` loads.
    """
    if declaration.etat not in etats.CHEZ_LE_PARTENAIRE:
        return None
    demande = next(iter(declaration.version_courante.demandes_origine.all()), None)
    return regle.echeance_de(
        declaration.campagne.fenetre,
        [*_derogations(declaration)],
        demande.pour_le if demande else None,
        jour,
    )


def saisie_ouverte(declaration: Declaration, jour: date) -> bool:
    """Tell whether a first sending is possible on that day; reads the same."""
    return regle.saisie_ouverte(declaration.campagne.fenetre, _derogations(declaration), jour)


def a_commence(declaration: Declaration, jour: date) -> bool:
    """Tell whether its partner has been able to type by that day; reads the same."""
    return (
        declaration.version_courante.est_correction
        or jour >= declaration.campagne.ouvre_le
        or saisie_ouverte(declaration, jour)
    )


def avec_limite(declarations: DeclarationQuerySet) -> DeclarationQuerySet:
    """Annotate ``limite_le``: the date of ``echeance_de``, or for a file the Caf holds, since when.

    Nothing for a file that is over. ``est_en_retard`` and the sort by date rest on it.
    """
    demande = DemandeCorrection.objects.filter(version=OuterRef("version_courante"))
    derogation = (
        Derogation.objects.filter(dossier=OuterRef("pk"))
        .order_by()
        .values("dossier")
        .annotate(fin=Max("expire_le"))
    )
    return declarations.annotate(
        limite_le=Case(
            When(
                etat__in=etats.CHEZ_LE_PARTENAIRE,
                then=Coalesce(
                    Subquery(demande.values("pour_le")[:1]),
                    Greatest("campagne__echeance_le", Subquery(derogation.values("fin"))),
                ),
            ),
            When(etat__in=etats.CHEZ_LA_CAF, then=F("etat_depuis__date")),
            output_field=DateField(),
        )
    )


def est_en_retard(jour: date) -> Q:
    """Condition on files annotated by ``avec_limite``: the partner should have given them back.

    For a first sending a dérogation only puts the announced date off: before it nothing has to be
    looked at.
    """
    passee = Q(campagne__echeance_le__lt=jour) | Q(version_en_vigueur__isnull=False)
    return passee & Q(etat__in=etats.CHEZ_LE_PARTENAIRE, limite_le__lt=jour)


def _derogations(declaration: Declaration) -> Iterator[date]:
    """Last days of the dérogations, read when first asked for: not while a window is open."""
    for derogation in declaration.derogations.all():
        yield derogation.expire_le
