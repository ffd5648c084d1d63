"""The run of a day goes through people by lots: the plan of the whole country is never held."""

from datetime import date

import pytest

from habilitations.models import Role
from portal.relances.models import Relance
from portal.relances.services import envoi
from portal.relances.services.envoi import relancer
from portal.relances.services.lettres import a_envoyer
from portal.relances.services.plan import plan
from tests.monde import Monde, habiliter
from tests.relances.campagnes import appelee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

J15 = date(2026, 3, 16)


@pytest.mark.parametrize("lot", [1, 2, 500])
def test_chacun_a_le_meme_courriel_quel_que_soit_le_lot(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, lot: int
) -> None:
    """One of the people declares for two partners: one e-mail all the same."""
    appelee(monde)
    appelee(monde, equipement=monde.er_voisin)
    habiliter(
        monde.passerelles.activite, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES
    )
    attendus = {x.destinataire: len(x.objets) for x in a_envoyer(plan(J15))}
    assert sorted(attendus.values()) == [1, 1, 1, 2]
    tailles: list[int] = []

    def dessiner(jour: date, **options: object):
        tailles.append(len(options["personnes"]))
        return plan(jour, **options)

    monkeypatch.setattr(envoi, "LOT", lot)
    monkeypatch.setattr(envoi, "plan", dessiner)
    assert len(relancer(J15).courriels) == 4
    assert 0 < max(tailles) <= lot
    ecrits = Relance.objects.values_list("utilisateur", flat=True)
    assert {qui: list(ecrits).count(qui.pk) for qui in attendus} == attendus
