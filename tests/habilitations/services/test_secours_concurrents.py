"""Two agents sign the same rescue at once, and ask for two: one manager, one right."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from habilitations.models import Habilitation, Role, Secours, Utilisateur
from habilitations.services.invitations import Invite
from habilitations.services.secours import cosigner_secours, demander_secours
from portal.socle.refus import ActionRefusee
from tests.habilitations.services.actes import MOTIF, sans_gestionnaire
from tests.monde import Monde, acteur


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("fige")
def test_un_seul_droit(monde: Monde) -> None:
    ici = sans_gestionnaire(monde)

    def demander(_: int) -> int:
        try:
            invite = Invite("zoe@exemple.test", "Zoé", "Zola")
            return demander_secours(invite, **ici, motif=MOTIF, acteur=acteur(monde.responsable)).pk
        finally:
            connection.close()

    def cosigner(qui: Utilisateur) -> str:
        try:
            cosigner_secours(Secours.objects.get().pk, acteur=acteur(qui))
            return "fait"
        except ActionRefusee as refus:
            return str(refus)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as fils:
        assert len(set(fils.map(demander, range(3)))) == 1
        issues = sorted(fils.map(cosigner, [monde.conseiller, monde.remplacant, monde.ccd]))
    assert [issue == "fait" for issue in issues].count(True) == 1
    assert [issue.startswith("Ce secours a été cosigné par") for issue in issues].count(True) == 2
    en_cours = Habilitation.objects.filter(
        role=Role.GESTIONNAIRE_HABILITATIONS, retiree_le__isnull=True
    )
    assert en_cours.count() == 1
