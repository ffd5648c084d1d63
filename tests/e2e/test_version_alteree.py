"""A version altered in the database, as each side meets it: clear, narrow or wide, axe clean."""

from django.urls import reverse
from django.utils import timezone

from declarations.regles.etats import Etat
from portal.dossiers.recepisses import adresse_de_verification
from tests.declarations.falsifications import FALSIFICATIONS, relire
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde


def test_une_version_alteree(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    declaration = appeler_aujourd_hui(monde, "previsionnelle", timezone.localdate().year)
    jusqu_a(declaration, monde, Etat.TRANSMISE, maintenant=timezone.now())
    version = relire(declaration.versions.get())
    publique = adresse_de_verification(
        version.declaration.reference, version.empreinte
    ).removeprefix("http://localhost:8000")
    FALSIFICATIONS["le montant"](version)
    lue = reverse("declarations:version", args=[declaration.pk, 1])

    visite.etre(monde.conseiller)
    visite.aller(reverse("declarations:dossier", args=[declaration.pk]))
    visite.cliquer("Lire ce qui a été constaté, et que faire", "link")
    assert "Ne validez rien et ne payez rien sur cette version." in visite.texte()
    visite.sortir()
    visite.page.set_viewport_size({"width": 375, "height": 800})
    visite.etre(monde.passerelles.approbateur)
    visite.aller(lue)
    assert "Gardez le récépissé que vous avez déjà téléchargé" in visite.texte()
    assert visite.page.evaluate("document.documentElement.scrollWidth") == 375
    visite.sortir()
    visite.aller(publique)
    assert "les données conservées ne lui correspondent plus" in visite.texte()
