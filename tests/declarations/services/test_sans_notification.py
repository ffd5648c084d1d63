"""A CLAS whose notification is not inscribed yet: the partner declares and sends all the same."""

from decimal import Decimal

import pytest
from django.urls import reverse

from declarations.exports.recepisse import recepisse_pdf
from declarations.presentation.lignes import montant_en_vigueur
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur
from declarations.services import instruction
from declarations.services.contenu import contenu_de
from habilitations.models import Utilisateur
from portal.socle.formats import ESPACE_INSECABLE
from subventions.droits.services import proposer_decision
from subventions.droits.services.lettres import demander_lettre
from subventions.models import Droit
from subventions.regles.estimation import EN_ATTENTE
from tests.declarations.clas import declaration_clas, notifier
from tests.declarations.pdf import texte_de
from tests.declarations.remplir import demander_correction, jusqu_a, signer, transmettre
from tests.monde import Monde, acteur
from tests.refus import acte_impossible
from tests.relances.views.pages import connecte


def test_l_estimation_attend_la_notification(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.EN_SAISIE)

    estimation = contenu_de(declaration.version_courante).evaluation.estimation

    assert estimation is not None
    assert (estimation.statut, estimation.montant) == (EN_ATTENTE, None)
    assert estimation.manquants == ("collectifs_notifies",)


def test_la_declaration_se_transmet_et_le_recepisse_le_dit(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.TRANSMISE)

    version = declaration.version_courante
    assert version.calcul.statut == EN_ATTENTE
    assert (
        montant_en_vigueur(declaration, frozenset({ActeurDossier.CONSEILLER}))
        == "En attente d’une donnée de la Caf"
    )
    texte = texte_de(recepisse_pdf(version, Lecteur(cote_caf=True)))
    assert "En attente d’une donnée de la Caf" in texte
    assert "Barème non publié" not in texte


PROMESSE = "Le montant sera calculé quand la Caf aura inscrit"


def lue(qui: Utilisateur, adresse: str, *args: int) -> str:
    page = connecte(qui).get(reverse(adresse, args=args)).content.decode()
    return " ".join(page.replace(ESPACE_INSECABLE, " ").split())


@pytest.mark.usefixtures("fige")
def test_tant_qu_elle_n_est_pas_transmise_le_montant_est_promis(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.A_APPROUVER)
    page = lue(monde.passerelles.approbateur, "declarations:dossier", declaration.pk)
    assert f"{PROMESSE} le nombre de collectifs notifiés." in page


@pytest.mark.usefixtures("fige")
def test_transmise_elle_ne_promet_pas_un_calcul_que_rien_ne_fera(monde: Monde) -> None:
    """Inscribed since, the number changes nothing of what was sent: a correction must be asked."""
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.EN_INSTRUCTION)
    notifier(monde, declaration.equipement, 3)
    for qui, adresse in (
        (monde.passerelles.approbateur, "declarations:dossier"),
        (monde.conseiller, "declarations:dossier"),
        (monde.conseiller, "declarations:validation"),
    ):
        page = lue(qui, adresse, declaration.pk)
        assert PROMESSE not in page
        assert "la Caf n’avait pas inscrit le nombre de collectifs notifiés" in page
        assert "la Caf demande une correction" in page
        assert "Validée sans elle, la déclaration n’ouvre aucun montant à payer." in page


@pytest.mark.usefixtures("fige")
def test_validee_sans_montant_c_est_une_rectificative_qui_le_donne(monde: Monde) -> None:
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.VALIDEE)
    page = lue(monde.passerelles.approbateur, "declarations:dossier", declaration.pk)
    assert PROMESSE not in page
    assert "la Caf ouvre une déclaration rectificative" in page
    assert "Validée sans elle" not in page

    droit = Droit.objects.get()
    raison = "le nombre de collectifs notifiés n’était pas inscrit à la transmission"
    with acte_impossible(raison):
        proposer_decision(
            droit.pk,
            montant_accepte=Decimal(1000),
            motif="Trois collectifs sont financés.",
            acteur=acteur(monde.conseiller),
        )
    with acte_impossible(raison):
        demander_lettre(droit.pk, acteur=acteur(monde.conseiller))


def test_une_correction_calcule_avec_la_notification_venue_depuis(monde: Monde) -> None:
    """What was sent is not computed again: the next version is."""
    declaration = jusqu_a(declaration_clas(monde, notifies=None), monde, Etat.EN_INSTRUCTION)
    notifier(monde, declaration.equipement, 3)
    demander_correction(declaration, monde)
    signer(declaration, monde)
    transmettre(declaration, monde)
    instruction.prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller))

    premiere, seconde = declaration.versions.order_by("numero")
    assert premiere.calcul.montant is None
    assert seconde.calcul.montant is not None
    assert seconde.donnees["collectifs_notifies"] == "3"
    assert "collectifs_notifies" not in premiere.donnees
