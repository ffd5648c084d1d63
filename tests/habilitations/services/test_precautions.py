"""Who the Caf suspended is given nothing by the partner: a precaution is the Caf's to lift."""

import pytest

from habilitations.models import Habilitation, Role, Utilisateur
from habilitations.permissions import Acteur
from habilitations.regles.suspensions import motif_de_suspension
from habilitations.services.accord import accorder
from habilitations.services.suites import (
    reprendre_droit,
    retirer_droit,
    suspendre_droit,
    suspendre_personne,
)
from portal.socle.refus import ActionRefusee
from tests.habilitations.services.actes import MOTIF, chez, delegue, demande, motif_de
from tests.monde import Monde, acteur, changer, personne

pytestmark = pytest.mark.django_db
PRECAUTION = "Un signalement est en cours d’examen."


@pytest.fixture
def gerant(monde: Monde) -> Acteur:
    return delegue(monde)[1]


@pytest.fixture
def qui(monde: Monde, gerant: Acteur) -> Utilisateur:
    """Somebody to whom the partner gave a role under its delegation."""
    nouvelle = personne("nouvelle")
    accorder(demande(nouvelle), **chez(monde), acteur=gerant)
    return nouvelle


def droit(qui: Utilisateur) -> Habilitation:
    return qui.habilitations.get()


def redonner(monde: Monde, qui: Utilisateur, gerant: Acteur) -> None:
    """The same role, and another."""
    for role in (Role.APPROBATEUR, Role.FOURNISSEUR_ACTIVITE):
        with pytest.raises(ActionRefusee, match="a suspendu des droits de cette personne"):
            accorder(demande(qui, role=role), **chez(monde), acteur=gerant)


def test_le_partenaire_ne_rend_pas_ce_que_la_caf_suspend(
    monde: Monde, qui: Utilisateur, gerant: Acteur
) -> None:
    caf = acteur(monde.responsable)
    suspendre_personne(
        monde.caf.pk, monde.passerelles.gestionnaire.pk, qui.pk, motif=PRECAUTION, acteur=caf
    )
    redonner(monde, qui, gerant)
    reprendre_droit(droit(qui).pk, acteur=caf)
    assert accorder(demande(qui), **chez(monde), acteur=gerant) == droit(qui)


def test_ni_en_retirant_d_abord_le_droit_suspendu(
    monde: Monde, qui: Utilisateur, gerant: Acteur
) -> None:
    caf = acteur(monde.responsable)
    suspendre_droit(droit(qui).pk, motif=PRECAUTION, acteur=caf)
    retirer_droit(droit(qui).pk, motif=MOTIF, acteur=gerant)
    redonner(monde, qui, gerant)

    rendu = accorder(demande(qui), **chez(monde), acteur=caf)
    assert motif_de(rendu) is None
    accorder(demande(qui, role=Role.FOURNISSEUR_ACTIVITE), **chez(monde), acteur=gerant)
    assert qui.habilitations.count() == 3


def test_ce_qu_une_revue_suspend_est_au_partenaire(
    monde: Monde, qui: Utilisateur, gerant: Acteur
) -> None:
    motif = motif_de_suspension(2026)
    changer([droit(qui)], suspendue_le=gerant.maintenant, suspendue_motif=motif)

    assert motif_de(accorder(demande(qui), **chez(monde), acteur=gerant)) is None
