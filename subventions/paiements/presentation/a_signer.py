"""What waits for the second person in payments: shown on the first page of an adviser."""

from django.db.models import Count, OuterRef, Q, Subquery

from habilitations.models import Adhesion, Fonction
from habilitations.permissions import Acteur
from subventions.paiements.models import CompteBancaire, EtatCompte, EtatLot, LotPaiement
from subventions.paiements.regles.etats import EtatVersement

MONTRES = 5


def lots_a_ordonner(acteur: Acteur) -> list[LotPaiement]:
    """Lots that another adviser of the same Caf proposed, the oldest first; one query.

    ``lignes`` counts what would be ordered.
    """
    cafs = acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    if not cafs:
        return []
    proposees = Count("versements", filter=Q(versements__etat=EtatVersement.PROPOSE.value))
    attendent = LotPaiement.objects.filter(caf__in=cafs, etat=EtatLot.PROPOSE)
    autres = attendent.exclude(propose_par=acteur.utilisateur).annotate(lignes=proposees)
    return list(autres.select_related("caf", "propose_par").order_by("propose_le", "pk")[:MONTRES])


def comptes_a_confirmer(acteur: Acteur) -> list[CompteBancaire]:
    """Accounts that somebody else proposed at one's Cafs, the oldest first; one query.

    ``base`` is the id of what the Caf holds of the partner, whose page shows the account.
    """
    cafs = acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    if not cafs:
        return []
    base = Adhesion.objects.filter(caf=OuterRef("caf"), gestionnaire=OuterRef("gestionnaire"))
    attendent = CompteBancaire.objects.filter(caf__in=cafs, etat=EtatCompte.PROPOSE)
    autres = attendent.exclude(propose_par=acteur.utilisateur).annotate(
        base=Subquery(base.values("pk")[:1])
    )
    charges = autres.select_related("gestionnaire", "propose_par")
    return list(charges.order_by("propose_le", "pk")[:MONTRES])
