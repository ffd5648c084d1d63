"""What is said of an act that somebody holds, on paper or as a file."""

import json
from pathlib import Path

import time_machine
from django.core.files.base import ContentFile

from habilitations.exports.acte import acte_scelle
from habilitations.models import ActeHabilitation, Habilitation
from habilitations.services.contenu_acte import empreinte_de
from habilitations.services.verification_actes import (
    Issue,
    Vigueur,
    verifier_fichier,
    verifier_reference,
)
from portal.socle.cachets.autorite import Motif
from portal.socle.documents import stockage
from tests.cachets import Autorite, jours, pdf_nu, scelle
from tests.habilitations.actes import TARD, acte_de, alterer, demande, octets
from tests.monde import MAINTENANT, Monde, changer


def issue(acte: ActeHabilitation) -> tuple[Issue, Issue]:
    """By its reference, and by the file kept."""
    return (
        verifier_reference(acte.reference, acte.empreinte, TARD).issue,
        verifier_fichier(octets(acte), TARD).issue,
    )


# --- Genuine ---------------------------------------------------------------------------
def test_un_acte_authentique_l_est_des_deux_facons(acte: ActeHabilitation) -> None:
    par_reference = verifier_reference(acte.reference, acte.empreinte, TARD)
    assert par_reference == verifier_fichier(octets(acte), TARD)
    assert par_reference.issue == Issue.AUTHENTIQUE
    assert par_reference.acte == acte
    assert par_reference.vigueur == Vigueur.TOUS
    assert (par_reference.par, par_reference.le) == ("Caf de la Savoie", MAINTENANT)


def test_recopier_avec_des_espaces_ou_d_autres_lettres_ne_change_rien(
    acte: ActeHabilitation,
) -> None:
    reference, empreinte = acte.reference.lower(), acte.empreinte.upper()
    coupee = " ".join(empreinte[i : i + 8] for i in range(0, 64, 8))
    assert verifier_reference(f" {reference} ", coupee, TARD).issue == Issue.AUTHENTIQUE


def test_ce_que_deviennent_les_droits(acte: ActeHabilitation, monde: Monde) -> None:
    def vigueur() -> Vigueur | None:
        return verifier_reference(acte.reference, acte.empreinte, TARD).vigueur

    premier, second = Habilitation.objects.filter(utilisateur=monde.passerelles.activite)
    changer([premier], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")
    assert vigueur() == Vigueur.CERTAINS
    changer([premier], suspendue_le=None, suspendue_motif="")  # resumed, signed again
    assert vigueur() == Vigueur.TOUS
    changer([premier, second], au=TARD.date() + jours(9))
    assert vigueur() == Vigueur.AUCUN
    changer([premier], au=None)
    assert vigueur() == Vigueur.CERTAINS
    changer([second], au=None)
    monde.er.nom = "Un autre nom"
    monde.er.save()
    assert vigueur() == Vigueur.TOUS
    Habilitation.objects.filter(pk=premier.pk).update(signature="00" * 64)
    assert vigueur() == Vigueur.CERTAINS
    monde.passerelles.activite.is_active = False
    monde.passerelles.activite.save()
    assert vigueur() == Vigueur.AUCUN


# --- Not genuine -------------------------------------------------------------------------
def test_la_reference_seule_ne_donne_rien(acte: ActeHabilitation, monde: Monde) -> None:
    autre = acte_de(monde.passerelles.finances)
    for empreinte in ("", "0" * 64, autre.empreinte, acte.empreinte[:-1]):
        assert verifier_reference(acte.reference, empreinte, TARD).issue == Issue.INCONNU
    attente = demande(monde.passerelles.approbateur)
    assert verifier_reference(attente.reference, attente.empreinte, TARD).issue == Issue.INCONNU


def test_un_acte_invente_dans_la_base_n_est_pas_reconnu(acte: ActeHabilitation) -> None:
    """Content and hash rewritten together: the seal of the file names the true ones."""
    contenu = acte.contenu | {"personne": {"nom": "Intrus", "email": "intrus@exemple.test"}}
    faux = empreinte_de(contenu)
    alterer(acte, contenu=json.dumps(contenu, ensure_ascii=False), empreinte=faux)
    assert verifier_reference(acte.reference, faux, TARD).issue == Issue.ALTERE
    assert verifier_fichier(octets(acte), TARD).issue == Issue.ALTERE


def test_un_contenu_altere_sous_son_empreinte_n_est_pas_montre(acte: ActeHabilitation) -> None:
    contenu = acte.contenu | {"personne": {"nom": "Intrus", "email": "intrus@exemple.test"}}
    alterer(acte, contenu=json.dumps(contenu, ensure_ascii=False))
    assert issue(acte) == (Issue.ALTERE, Issue.ALTERE)


def test_un_fichier_echange_ou_perdu_se_voit(acte: ActeHabilitation, monde: Monde) -> None:
    autre = octets(acte_de(monde.passerelles.finances))
    chemin = acte.document.chemin
    for contenu in (autre, pdf_nu(), b"", None):
        stockage().delete(chemin)
        if contenu is not None:
            stockage().save(chemin, ContentFile(contenu))
        verdict = verifier_reference(acte.reference, acte.empreinte, TARD).issue
        assert verdict == Issue.ALTERE


def test_un_pdf_bien_scelle_que_personne_n_a_delivre(acte: ActeHabilitation) -> None:
    with time_machine.travel(MAINTENANT, tick=False):
        jumeau = acte_scelle(acte).octets
    assert verifier_fichier(jumeau, TARD).issue == Issue.HORS_REGISTRE
    assert verifier_fichier(scelle(MAINTENANT), TARD).issue == Issue.HORS_REGISTRE


def test_les_autres_fichiers(acte: ActeHabilitation, tmp_path: Path, settings) -> None:
    autorite = settings.DOSSIER_CACHETS
    Autorite(tmp_path / "autre").installer(settings)
    with time_machine.travel(MAINTENANT, tick=False):
        etranger = acte_scelle(acte).octets
    settings.DOSSIER_CACHETS, settings.DOSSIER_CLES_CACHETS = autorite, autorite / "cles"
    assert verifier_fichier(etranger, TARD).issue == Issue.ETRANGER
    assert verifier_fichier(pdf_nu(), TARD).issue == Issue.ABSENT
    assert verifier_fichier(octets(acte) + b"%", TARD).issue == Issue.AJOUTE


def test_un_certificat_compromis_depuis(acte: ActeHabilitation, autorite: Autorite) -> None:
    autorite.revoquer(autorite.caf, Motif.REMPLACEMENT, TARD)
    assert issue(acte) == (Issue.AUTHENTIQUE, Issue.AUTHENTIQUE)
    autorite.revoquer(autorite.caf, Motif.COMPROMISSION, TARD)
    assert issue(acte) == (Issue.REVOQUE, Issue.REVOQUE)
