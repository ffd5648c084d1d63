"""By when a bilan is due: the rule of every file, asked of one loaded, or in SQL of a list.

The two agree on every case (``tests/bilans/test_echeances.py``): a list is sorted and filtered by
the very date that it shows.
"""

from dataclasses import replace
from datetime import date

from django.db.models import Case, DateField, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest

from bilans.models import Bilan, BilanQuerySet, DemandeComplement
from bilans.regles.consequences import consequence
from bilans.regles.etats import AVANT_ENVOI, CHEZ_LA_CAF, CHEZ_LE_PARTENAIRE, Etat
from portal.dossiers.models import Derogation
from portal.dossiers.regles import echeances as regle
from portal.dossiers.regles.echeances import Echeance


def echeance_de(bilan: Bilan, jour: date) -> Echeance | None:
    """Return when the partner must be done, None once the bilan is out of their hands.

    Reads only what ``BilanQuerySet.pour_liste`` loads.
    """
    if bilan.etat not in CHEZ_LE_PARTENAIRE:
        return None
    demandes = bilan.demandes.all() if bilan.etat == Etat.A_COMPLETER else ()
    demande = next((d for d in demandes if d.satisfaite_le is None), None)
    derogations = [d.expire_le for d in bilan.derogations.all()]
    pour_le = demande.pour_le if demande else None
    echeance = regle.echeance_de(bilan.campagne.fenetre, derogations, pour_le, jour)
    return replace(echeance, genre=regle.COMPLEMENT) if demande else echeance


def saisie_ouverte(bilan: Bilan, jour: date) -> bool:
    """Tell whether a first sending is possible on that day: a campaign suspended takes none."""
    if bilan.campagne.est_suspendue:
        return False
    derogations = (d.expire_le for d in bilan.derogations.all())
    return regle.saisie_ouverte(bilan.campagne.fenetre, derogations, jour)


def peut_repondre(bilan: Bilan, jour: date) -> bool:
    """Tell whether an answer may be given on that day; a completion asked for has no window."""
    if bilan.etat == Etat.A_COMPLETER:
        return not bilan.campagne.est_suspendue
    return bilan.etat in AVANT_ENVOI and saisie_ouverte(bilan, jour)


def consequence_de(bilan: Bilan) -> str:
    """What is lost if it is not sent by its deadline, a sentence; empty where nothing is."""
    return consequence(bilan.version.questionnaire.code, bilan.dispositif, bilan.etat)


def avec_limite(bilans: BilanQuerySet) -> BilanQuerySet:
    """Annotate ``limite_le``: the date of ``echeance_de``, or for one that the Caf holds, since
    when. Nothing for a bilan that is over.
    """
    demande = DemandeComplement.objects.filter(bilan=OuterRef("pk"), satisfaite_le=None)
    derogation = (
        Derogation.objects.filter(dossier=OuterRef("pk"))
        .order_by()
        .values("dossier")
        .annotate(fin=Max("expire_le"))
    )
    return bilans.annotate(
        limite_le=Case(
            When(etat=Etat.A_COMPLETER, then=Subquery(demande.values("pour_le")[:1])),
            When(
                etat__in=AVANT_ENVOI,
                then=Greatest("campagne__echeance_le", Subquery(derogation.values("fin"))),
            ),
            When(etat__in=CHEZ_LA_CAF, then=F("etat_depuis__date")),
            output_field=DateField(),
        )
    )


def est_en_retard(jour: date) -> Q:
    """Condition on bilans annotated by ``avec_limite``: the partner should have sent them.

    A dérogation only puts the campaign’s date off: before it nothing has to be looked at.
    """
    passee = Q(campagne__echeance_le__lt=jour) | Q(etat=Etat.A_COMPLETER)
    return passee & Q(etat__in=CHEZ_LE_PARTENAIRE, limite_le__lt=jour)
