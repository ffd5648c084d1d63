"""The money of équipements that passed to another gestionnaire: the former one reads its own.

What was paid or claimed in its name, whatever happens on the file since; the schedule is read by
who runs the équipement (docs/decisions/0054).
"""

from habilitations.permissions import Acteur
from subventions.droits.services.lecteurs import lit_l_argent_de
from subventions.paiements.models import Indu, Versement
from subventions.paiements.regles.etats import EtatVersement

# What a partner is told of: neither what is only proposed nor what was taken out before the order.
DITS = (EtatVersement.ORDONNE, EtatVersement.PAYE, EtatVersement.REJETE)


def versements_anciens(acteur: Acteur) -> list[Versement]:
    """Payments ordered for this person's partners, of équipements they run no more; latest first.

    One query, none for who has no right.
    """
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    if not chez:
        return []
    versements = (
        Versement.objects.au_nom_d_anciens(chez)
        .filter(etat__in=DITS)
        .select_related("equipement", "gestionnaire")
        .order_by("-pk")
    )
    return [v for v in versements if lit_l_argent_de(acteur, v.gestionnaire_id, v.equipement)]


def indus_anciens(acteur: Acteur) -> list[Indu]:
    """What is claimed from these partners on such équipements, latest first; three queries."""
    chez = {droit.gestionnaire_id for droit in acteur.habilitations}
    if not chez:
        return []
    indus = (
        Indu.objects.au_nom_d_anciens(chez)
        .avec_reste()
        .select_related("caf", "equipement", "gestionnaire")
        .order_by("-notifie_le", "-pk")
    )
    return [i for i in indus if lit_l_argent_de(acteur, i.gestionnaire_id, i.equipement)]
