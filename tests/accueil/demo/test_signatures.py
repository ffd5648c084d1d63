"""Every right of the demonstration is signed; one loaded before signatures signs its own."""

import pytest
from django.utils import timezone

from habilitations.alterations import actes_alteres, alterations
from habilitations.models import Adhesion, AffectationAgent, Delegation, Habilitation
from habilitations.permissions import Acteur
from portal.accueil.demo.chargement import charger
from tests.monde import MAINTENANT

pytestmark = pytest.mark.usefixtures("demo")


def test_chaque_droit_se_verifie() -> None:
    examens = list(alterations())
    assert len(examens) > 50
    assert {e.motif for e in examens} == {None}
    [delegation] = Delegation.objects.all()
    assert delegation.habilitations.count() == 5
    assert {droit.accordee_par.prenom for droit in delegation.habilitations.all()} == {"Lucie"}


def test_des_droits_ne_portent_que_sur_quelques_equipements() -> None:
    partiels = Habilitation.objects.filter(tous_equipements=False).select_related("delegation")
    assert {
        (d.utilisateur.prenom, d.role, tuple(sorted(e.nom for e in d.equipements.all())))
        for d in partiels
    } == {
        ("Karim", "fournisseur_activite", ("Point rencontre itinérant de Maurienne",)),
        ("Estelle", "fournisseur_activite", ("Clas de Bellevue", "Clas de la Cassine")),
        ("Estelle", "fournisseur_finances", ("Clas de Bellevue", "Clas de la Cassine")),
    }
    [karim] = partiels.filter(utilisateur__prenom="Karim")
    assert karim.delegation is not None
    [sien] = karim.equipements.all()
    voisin = karim.gestionnaire.equipements.exclude(pk=sien.pk)[0]
    lui = Acteur(karim.utilisateur, timezone.now())
    assert lui.roles_sur(sien) == {"fournisseur_activite"}
    assert lui.roles_sur(voisin) == frozenset()


def test_les_adhesions_sont_signees_et_une_demonstration_d_avant_les_signe() -> None:
    assert list(actes_alteres()) == []
    assert Adhesion.objects.filter(complete_le__isnull=False, signature="").count() == 0
    Adhesion.objects.update(signature="", forme=0, signee_le=None, signee_par=None, cle=None)
    assert list(actes_alteres())
    charger(MAINTENANT)
    assert list(actes_alteres()) == []
    assert {e.motif for e in alterations()} == {None}


def test_une_demonstration_d_avant_les_signatures() -> None:
    Habilitation.objects.update(
        signature="", forme=0, signee_le=None, signee_par=None, cle=None, base=None
    )
    AffectationAgent.objects.filter(caf__code="16", fonction="responsable_habilitations").delete()
    charger(MAINTENANT)
    assert {e.motif for e in alterations()} == {None}
    avant = Habilitation.objects.values_list("signature", flat=True)
    signatures = set(avant)
    charger(MAINTENANT)
    assert set(avant.all()) == signatures
