"""Whatever its kind, a file follows its équipement to another gestionnaire."""

from portal.dossiers.models import Dossier
from portal.dossiers.services.transferts import suivre
from tests.dossiers.fabriques import dossier
from tests.monde import Monde


def test_les_dossiers_de_l_equipement_suivent_et_eux_seuls(monde: Monde) -> None:
    suivi = dossier(monde)
    sans_equipement = dossier(monde, equipement=None)
    ailleurs = dossier(monde, equipement=monde.er_voisin)
    monde.er.gestionnaire = monde.voisins.gestionnaire
    monde.er.save(update_fields=["gestionnaire"])

    assert suivre(monde.er.pk) == 1
    assert suivre(monde.er.pk) == 0

    gestionnaires = dict(Dossier.objects.values_list("pk", "gestionnaire"))
    assert gestionnaires == {
        suivi.pk: monde.voisins.gestionnaire.pk,
        sans_equipement.pk: monde.passerelles.gestionnaire.pk,
        ailleurs.pk: monde.passerelles.gestionnaire.pk,
    }
