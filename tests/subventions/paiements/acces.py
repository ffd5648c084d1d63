"""What stands at the addresses of payments, for the access table."""

from tests.monde import Monde
from tests.subventions.paiements.argent import paye, pret, propose
from tests.subventions.paiements.fabriques import AUTRE_IBAN
from tests.subventions.paiements.fabriques import propose as proposer_un_compte
from tests.subventions.paiements.refusees import un_indu


def en_paiement(monde: Monde, dossier_id: int) -> dict[str, int]:
    """A first acompte paid, a lot that waits for its order, an indu of another exercice, an account
    that waits for a second person."""
    pret(monde, dossier_id)
    paye(monde)
    lot = propose(monde)
    indu = un_indu(monde, annee=2023)
    indu.save()
    return {
        "lot": lot.pk,
        "versement": lot.versements.get().pk,
        "indu": indu.pk,
        "compte": proposer_un_compte(monde, AUTRE_IBAN).pk,
    }
