"""A right that the Caf validated and that no barème computes: who is awaited, and what is read."""

import pytest

from portal.socle.formats import ESPACE_INSECABLE
from subventions.paiements.presentation.echeancier import bloc_echeancier
from subventions.paiements.services.echeancier import echeancier_de, mouvements
from tests.monde import Monde
from tests.relances.views.pages import connecte
from tests.subventions.paiements.argent import droit
from tests.subventions.paiements.fabriques import profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


def attentes(monde: Monde) -> list[list[str]]:
    return [e.precisions for e in bloc_echeancier(echeancier_de(monde.er, 2026)).lignes]


def non_calcule(quoi: str) -> str:
    return f"Attend que le droit {quoi} soit calculé{ESPACE_INSECABLE}: barème non publié"


def test_ce_qui_est_valide_n_attend_plus_le_partenaire(monde: Monde) -> None:
    profil(monde)
    droit(monde, "previsionnel", "")
    attend = "Attend que la déclaration réelle soit transmise"
    assert attentes(monde) == [[non_calcule("prévisionnel")]] * 2 + [[attend]]
    droit(monde, "reel", "", definitif=False)
    assert attentes(monde)[-1] == ["Attend que la Caf valide le droit réel"]


def test_un_reel_valide_sans_bareme_n_attend_plus_la_caf(monde: Monde) -> None:
    profil(monde)
    droit(monde, "reel", "")
    assert attentes(monde)[-1] == [non_calcule("réel")]
    cle = (monde.er.pk, 2026)
    assert mouvements([cle])[cle].sans_calcul
    adresse = f"/subventions/equipements/{monde.er.pk}/2026/"
    page = connecte(monde.passerelles.finances).get(adresse).content.decode()
    assert "Connu quand le droit réel aura pu être calculé" in page
    assert "Connu quand la Caf aura validé la déclaration réelle" not in page


def test_un_reel_encore_provisoire_attend_la_caf(monde: Monde) -> None:
    profil(monde)
    droit(monde, "reel", "", definitif=False)
    cle = (monde.er.pk, 2026)
    assert not mouvements([cle])[cle].sans_calcul
    adresse = f"/subventions/equipements/{monde.er.pk}/2026/"
    page = connecte(monde.passerelles.finances).get(adresse).content.decode()
    assert "Connu quand la Caf aura validé la déclaration réelle" in page
