"""The money of a file: the adviser decides and suspends, a colleague signs, the partner reads."""

from django.urls import reverse
from django.utils import timezone

from portal.socle.formats import euros
from subventions.models import DecisionDroit, Droit
from tests.declarations.remplir import jusqu_a, referentiels
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.monde import Monde

MOTIF = "Deux mois de loyer sont comptés deux fois, le bail le montre."
CONTROLE = "Un contrôle sur place est prévu la semaine prochaine."
LEVEE = "Le contrôle est terminé, rien n’est à redire."
ANNEE = timezone.localdate().year - 1


def test_decider_confirmer_suspendre_et_lire(monde_vivant: Monde, visite: Visite) -> None:
    monde, maintenant = monde_vivant, timezone.now()
    referentiels(monde.caf)
    prevue = appeler_aujourd_hui(monde, "previsionnelle", ANNEE)
    jusqu_a(prevue, monde, "validee", maintenant=maintenant)
    declaration = appeler_aujourd_hui(monde, "reelle", ANNEE)
    jusqu_a(declaration, monde, "validee", maintenant=maintenant)
    droit = Droit.objects.get(dossier=declaration.pk)
    calcule = " ".join(euros(droit.calcul.montant).split())
    accepte = droit.calcul.montant - 2000

    visite.etre(monde.conseiller)
    visite.aller(reverse("droits:file"))
    visite.cliquer(monde.er.nom, role="link")
    assert calcule in visite.texte()
    visite.page.locator(f'a[href="{reverse("droits:decider", args=[droit.pk])}"]').click()
    visite.verifier()
    visite.remplir({"montant_accepte": str(accepte).replace(".", ","), "motif": MOTIF})
    visite.cliquer("Enregistrer cette décision")
    assert "Attend une deuxième signature" in visite.texte()
    visite.cliquer("Suspendre ces droits", role="link")
    visite.page.check('[name="cause"][value="controle"]')
    visite.remplir({"motif": CONTROLE})
    visite.cliquer("Suspendre ces droits")
    assert "Suspendu" in visite.texte()

    visite.etre(monde.remplacant)
    visite.aller(f"{reverse('droits:file')}?etat=a_signer")
    visite.cliquer(monde.er.nom, role="link")
    visite.cliquer("Confirmer", role="link")
    visite.cliquer("Confirmer cette décision")
    assert DecisionDroit.objects.get().confirmee_par == monde.remplacant
    visite.cliquer("Lever cette suspension", role="link")
    visite.remplir({"motif": LEVEE})
    visite.cliquer("Lever cette suspension")
    visite.cliquer("Demander la lettre")
    assert "est en préparation" in visite.texte()

    visite.etre(monde.passerelles.approbateur)
    visite.aller("/a-faire/")
    visite.aller(reverse("droits:suivi"))
    visite.cliquer(monde.er.nom, role="link")
    lu = visite.texte()
    for attendu in (calcule, " ".join(euros(accepte).split()), MOTIF, "Définitif"):
        assert attendu in lu
    assert CONTROLE not in lu
    visite.cliquer("Tout le partenaire", role="link")
    visite.page.set_viewport_size({"width": 375, "height": 800})
    visite.aller(reverse("droits:dossier", args=[monde.er.pk, ANNEE]))
