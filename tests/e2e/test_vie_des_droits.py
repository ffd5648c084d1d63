"""Rights in between: a partner suspended, an avenant, an interim, a merger, a rescue."""

from django.urls import reverse
from django.utils import timezone

from habilitations.models import Adhesion, Equipement, Gestionnaire, Habilitation, Secours
from portal.socle.models import Courriel
from tests.e2e.conftest import Visite, appeler_aujourd_hui
from tests.e2e.test_suspension import autre_navigateur
from tests.habilitations.services.actes import sans_gestionnaire
from tests.monde import SIRETS, Monde, adherer
from tests.socle import fichiers

MOTIF = "Demandé par la structure, rappelée au numéro connu"
VERS = ("zoe@exemple.test", "Zoé", "Zola")


def partenaire(monde: Monde) -> str:
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    return reverse("habilitations:partenaire", args=[base.pk])


def nommer(visite: Visite) -> None:
    """Somebody who has no account yet."""
    adresse, prenom, nom = VERS
    visite.page.locator("#id_email").fill(adresse)
    visite.page.locator("#id_prenom").fill(prenom)
    visite.page.locator("#id_nom").fill(nom)


def test_un_partenaire_entier_suspendu_puis_termine_sous_une_session_ouverte(
    monde_vivant: Monde, visite: Visite
) -> None:
    monde = monde_vivant
    declaration = appeler_aujourd_hui(monde, "previsionnelle", timezone.localdate().year)
    dossier = reverse("declarations:dossier", args=[declaration.pk])
    visite.etre(monde.passerelles.activite)
    visite.aller(dossier)

    caf = Visite(autre_navigateur(visite), visite.base)
    caf.etre(monde.responsable)
    for acte, retour in (
        ("Suspendre ce partenaire", "Reprendre ce partenaire"),
        ("Mettre fin à l’adhésion", "Annuler la fin de l’adhésion"),
    ):
        caf.aller(partenaire(monde))
        caf.cliquer(acte, "link")
        caf.page.get_by_label("Motif").fill(MOTIF)
        if "fin" in acte:
            caf.page.get_by_label("Dernier jour").fill("2026-01-31")
        caf.cliquer(acte)
        # At the very next request of its person, whose session is still open.
        visite.page.reload()
        visite.verifier()
        assert "introuvable" in visite.texte(), acte
        visite.aller("/a-faire/")
        assert MOTIF not in visite.texte()
        caf.cliquer(retour, "link")
        if "fin" in acte:
            caf.page.get_by_label("Motif").fill(MOTIF)
        caf.cliquer(retour)
        visite.aller(dossier)
        assert "Les Passerelles" in visite.texte()
    caf.laisser_finir()


def test_un_avenant_de_son_ouverture_a_sa_conclusion(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    visite.etre(monde.responsable)
    visite.aller(partenaire(monde))
    visite.cliquer("Ouvrir un avenant", "link")
    page.get_by_label("Le représentant légal", exact=True).check()
    page.locator("#id_representant").fill("Noé Nouveau")
    page.locator("#id_qualite").fill("président")
    page.locator("#id_courriel").fill("noe@passerelles.test")
    visite.cliquer("Ouvrir l’avenant")
    assert "L’avenant est ouvert" in visite.texte()
    dossier = page.url

    visite.cliquer("Déposer", "link", exact=False)
    signee = {"name": "fiche.pdf", "mimeType": "application/pdf", "buffer": fichiers.PDF}
    page.set_input_files("input[type=file]", signee)
    visite.cliquer("Déposer")
    visite.aller(dossier.removeprefix(visite.base))
    visite.cliquer("Vérifier", "link", exact=False)
    page.get_by_label("Accepter cette pièce").check()
    visite.cliquer("Enregistrer la décision")
    visite.cliquer("Conclure l’avenant", "link")
    visite.cliquer("Conclure l’avenant")
    assert "conclu" in visite.texte()
    visite.aller(partenaire(monde))
    assert "Avenant" in visite.texte()
    assert "1 pièce ; complet le" in visite.texte()


def test_un_interim_ouvre_puis_se_referme(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    visite.etre(monde.responsable)
    visite.aller(partenaire(monde))
    visite.cliquer("Confier un intérim : Alice Activité", "link", exact=False)
    nommer(visite)
    page.get_by_label("Jusqu’au").fill(f"{timezone.localdate().year + 1}-12-31")
    visite.cliquer("Confier l’intérim")
    assert "L’intérim est confié" in visite.texte()
    assert "Zoé Zola" in visite.texte()
    droit = Habilitation.objects.get(utilisateur__email=VERS[0])
    alice = monde.passerelles.activite.habilitations.get()
    assert (droit.role, droit.au is None, alice.au) == (alice.role, False, None)
    assert Courriel.objects.filter(destinataire=VERS[0]).exists()


def test_une_fusion_se_lit_avant_de_se_faire(monde_vivant: Monde, visite: Visite) -> None:
    monde, page = monde_vivant, visite.page
    commune = Gestionnaire.objects.create(nom="Le Lac", siret=SIRETS[2], nature="collectivite")
    adherer(monde.caf, commune)
    visite.etre(monde.responsable)
    visite.aller(reverse("declarations:fusion"))
    page.locator("#id_de").fill(f"{SIRETS[0]}\n{SIRETS[1]}")
    page.locator("#id_vers").fill(commune.siret)
    page.locator("#id_le").fill(timezone.localdate().isoformat())
    page.get_by_label("Motif").fill("Création de la commune nouvelle du Lac")
    visite.cliquer("Voir ce qui se passera")
    assert "2 équipements" in visite.texte()
    assert not Equipement.objects.filter(gestionnaire=commune).exists()
    visite.cliquer("Confirmer la fusion")
    assert "La fusion est enregistrée : 2 équipements" in visite.texte()
    assert Equipement.objects.filter(gestionnaire=commune).count() == 2


def test_un_secours_signe_par_deux_agents(monde_vivant: Monde, visite: Visite) -> None:
    monde = monde_vivant
    sans_gestionnaire(monde)
    visite.etre(monde.responsable)
    visite.aller(partenaire(monde))
    visite.cliquer("demander un secours", "link")
    nommer(visite)
    visite.page.locator("#id_motif").fill(MOTIF)
    visite.cliquer("Demander la seconde signature")
    assert "elle attend la signature d’une autre personne" in visite.texte()
    secours = Secours.objects.get()
    page_du_secours = reverse("habilitations:secours", args=[secours.pk])
    visite.aller(page_du_secours)
    assert visite.page.get_by_role("link", name="Cosigner").count() == 0

    visite.page.context.clear_cookies()
    visite.commencer(monde.conseiller)
    visite.aller(page_du_secours)
    visite.cliquer("Cosigner", "link")
    visite.cliquer("Cosigner")
    assert "Le secours est cosigné" in visite.texte()
    droit = Habilitation.objects.get(utilisateur__email=VERS[0])
    assert droit.role == "gestionnaire_habilitations"
    assert Courriel.objects.filter(destinataire=VERS[0]).exists()
