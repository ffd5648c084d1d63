"""An équipement moved otherwise than by a transfer is named the night after."""

import pytest

from habilitations.models import Equipement
from habilitations.services.verification_equipements import equipements_deplaces
from tests.declarations.falsifications import forcer
from tests.declarations.transferts import DEMAIN, decider
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")

ER = "Espace de rencontre Les Passerelles"


def fautes() -> list[str]:
    return [str(faute) for faute in equipements_deplaces()]


def tenu_par(monde: Monde, qui: str) -> None:
    """Given to a partner by whoever writes in the database, triggers off."""
    vers = getattr(monde, qui).gestionnaire.pk
    forcer(
        "UPDATE habilitations_equipement SET gestionnaire_id = %s WHERE id = %s",
        [vers, monde.er.pk],
    )


def test_rien_a_dire_de_ce_que_la_caf_a_fait(monde: Monde) -> None:
    assert fautes() == []
    decider(monde, le=DEMAIN)
    assert fautes() == [], "prévu, il n’a rien déplacé"


def test_rien_a_dire_d_un_transfert_effectif(monde: Monde) -> None:
    decider(monde)
    assert Equipement.objects.get(pk=monde.er.pk).gestionnaire == monde.voisins.gestionnaire
    assert fautes() == []


@pytest.mark.parametrize("declencheurs", [True, False])
def test_un_equipement_donne_a_un_autre_sans_transfert(monde: Monde, declencheurs: bool) -> None:
    """Whether or not its history was told of it: it begins where the équipement was created."""
    if declencheurs:
        voisins = monde.voisins.gestionnaire
        Equipement.objects.filter(pk=monde.er.pk).update(gestionnaire=voisins)
    else:
        tenu_par(monde, "voisins")
    assert fautes() == [
        f"équipement – {ER} ({monde.er.pk}) : tenu par {monde.voisins.gestionnaire} ; "
        f"sa création et ses transferts disent {monde.passerelles.gestionnaire}"
    ]


def test_un_equipement_repris_a_qui_le_transfert_l_avait_donne(monde: Monde) -> None:
    decider(monde)
    tenu_par(monde, "passerelles")
    [faute] = fautes()
    assert faute.endswith(f"disent {monde.voisins.gestionnaire}")


def test_un_equipement_passe_a_une_autre_caf(monde: Monde) -> None:
    forcer(
        "UPDATE habilitations_equipement SET caf_id = %s WHERE id = %s",
        [monde.autre_caf.pk, monde.er.pk],
    )
    [faute] = fautes()
    assert faute == (
        f"équipement – {ER} ({monde.er.pk}) : rattaché à {monde.autre_caf} ; "
        f"sa création dit {monde.caf}"
    )


def test_sans_histoire_les_transferts_seuls_le_jugent(monde: Monde) -> None:
    forcer("DELETE FROM habilitations_equipementevent WHERE pgh_obj_id = %s", [monde.er.pk])
    tenu_par(monde, "voisins")
    assert fautes() == []
    tenu_par(monde, "passerelles")
    decider(monde)
    tenu_par(monde, "passerelles")
    assert len(fautes()) == 1


def test_une_requete_pour_tous(monde: Monde, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert fautes() == []
