"""The money of équipements that passed to another gestionnaire: the former one reads its own.

What was paid or claimed in its name, whatever happens on the file since; the schedule is read by
who runs the équipement (docs/decisions/0054).
"""

from typing import TypeVar

from django.db.models import F, QuerySet

from habilitations.permissions import Acteur
from subventions.droits.services.lecteurs import lit_l_argent_de
from subventions.paiements.models import Indu, Versement
from subventions.paiements.regles.etats import EtatVersement

L = TypeVar("L", Versement, Indu)
# What a partner is told of: neither what is only proposed nor what was taken out before the order.
DITS = (EtatVersement.ORDONNE, EtatVersement.PAYE, EtatVersement.REJETE)


def versements_anciens(acteur: Acteur) -> list[Versement]:
    """Payments ordered for this person's partners, of équipements they run no more; latest first.

    One query, none for who has no right.
    """
    return _anciens(Versement.objects.filter(etat__in=DITS).order_by("-pk"), acteur)


def indus_anciens(acteur: Acteur) -> list[Indu]:
    """What is claimed from these partners on such équipements, latest first; three queries."""
    indus = Indu.objects.avec_reste().select_related("caf")
    return _anciens(indus.order_by("-notifie_le", "-pk"), acteur)


def _anciens(lignes: QuerySet[L], acteur: Acteur) -> list[L]:
    """Of these, those in the name of one's partners, of équipements that they run no more."""
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    if not chez:
        return []
    siennes = (
        lignes.filter(gestionnaire__in=chez)
        .exclude(gestionnaire=F("equipement__gestionnaire"))
        .select_related("equipement", "gestionnaire")
    )
    return [x for x in siennes if lit_l_argent_de(acteur, x.gestionnaire_id, x.equipement)]
