"""An adviser takes up the figures of ELAN by hand, and meets those of a colleague."""

from django.urls import reverse

from declarations.models import RepriseElan
from tests.declarations.clas import ANNEE, projet_clas, saisie_elan
from tests.declarations.elan.reprises import reprendre
from tests.declarations.remplir import referentiels
from tests.e2e.conftest import Visite
from tests.monde import Monde


def test_deux_conseillers_reprennent_les_memes_chiffres(
    visite: Visite, monde_vivant: Monde
) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    projet = projet_clas(monde)
    reprendre(monde, projet)
    visite.etre(monde.conseiller)
    visite.aller(reverse("declarations:elan_saisie", args=[projet.pk, ANNEE]))
    reprendre(monde, projet, qui=monde.remplacant, revision=1, brut=saisie_elan(("9", "11")))

    visite.page.locator('[name="collectifs.c1.enfants"]').fill("8")
    visite.cliquer("Enregistrer")

    assert "Deux saisies en même temps" in visite.texte()
    assert visite.page.locator('[name="collectifs.c2.enfants"]').input_value() == "11"
    visite.page.get_by_label("La valeur enregistrée par Rémi Remplaçant").check()
    visite.cliquer("Enregistrer")

    assert "sont enregistrés" in visite.texte()
    reprise = RepriseElan.objects.get()
    assert reprise.donnees["collectifs.c1.enfants"] == "9"
    assert reprise.ecartees.get().valeur == "8"
