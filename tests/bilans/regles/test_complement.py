"""What a Caf adds may look at national questions: judged, asked and told after them."""

from dataclasses import replace

from bilans.definitions import ecrire, lire
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.operations import Modifier
from bilans.edition.regles.publication import Souci, points_de, points_des_cafs
from bilans.regles.complement import brises, composer, verifier_apres
from bilans.regles.etat import Faits, evaluer
from bilans.regles.questionnaire import Groupe, Question, Questionnaire
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse
from tests.bilans.edition.essai import essai

SI_BONUS = Comparaison(Reponse("bonus"), EGAL, "oui")
JAMAIS = Comparaison(Reponse("bonus"), EGAL, "peut_etre")


def ajout(condition: object = SI_BONUS) -> Questionnaire:
    """A section of the Savoie, with one question asked of those who want the bonus."""
    question = Question("caf73_quartier", "Quartier", "texte", condition=condition)
    return Questionnaire("caf73", "1", "Savoie", (Groupe("caf73_ici", "Ici", (question,)),))


def test_elle_tient_apres_la_nationale_et_pas_seule() -> None:
    assert verifier_apres(essai(), ajout()) == []
    (seule,) = verifier_apres(None, ajout())
    (inconnu,) = verifier_apres(essai(), ajout(JAMAIS))
    assert (seule.rang, seule.sujet) == ((0, 0), "bonus")
    assert (inconnu.rang, inconnu.sujet) == ((0, 0), "peut_etre")


def test_elle_se_montre_selon_la_reponse_nationale_et_lit_vide_ce_qui_n_est_plus_pose() -> None:
    tout = composer(essai(), ajout())
    for reponses, montree in (({"bonus": "oui"}, True), ({"bonus": "non"}, False), ({}, False)):
        assert ("caf73_quartier" in evaluer(tout, reponses, Faits()).visibles) is montree
    seule = evaluer(ajout(), {"bonus": "oui"}, Faits())
    assert "caf73_quartier" not in seule.visibles


def test_l_editeur_accepte_de_la_regarder_et_refuse_ce_qui_n_y_est_pas() -> None:
    atelier = Atelier(prefixe="caf73_", nationale=essai())
    sans = ajout(None)
    apres = atelier.appliquer(sans, Modifier("caf73_quartier", {"condition": SI_BONUS}))
    assert apres == ajout()
    assert points_de(apres, nationale=essai()) == ()


def test_une_version_nationale_qui_la_brise_est_signalee() -> None:
    sans_bonus = replace(
        essai(),
        sections=tuple(
            replace(s, elements=tuple(e for e in s.elements if e.code != "bonus"))
            for s in essai().sections
        ),
    )
    assert brises(essai(), sans_bonus, ajout()) == ("caf73_quartier",)
    assert brises(essai(), essai(), ajout(JAMAIS)) == ()
    (point,) = points_des_cafs(essai(), sans_bonus, {"Caf de la Savoie": ajout()})
    assert (point.souci, point.sujet) == (Souci.CITEE_PAR_UNE_CAF, "Caf de la Savoie:Quartier")
    assert not point.bloque


def test_ce_qui_ne_se_montre_jamais_est_dit_la_ou_c_est() -> None:
    cache = composer(essai(), ajout())
    place = cache.par_code["caf73_quartier"]
    contraire = Comparaison(Reponse("bonus"), EGAL, "non")
    groupe = replace(ajout().sections[0], condition=contraire)
    points = points_de(replace(ajout(), sections=(groupe,)), nationale=essai())
    assert [(p.souci, p.code) for p in points] == [(Souci.INATTEIGNABLE, "caf73_quartier")]
    assert place.rang[0] == len(essai().sections)


def test_son_fichier_se_relit_sans_perte() -> None:
    assert lire(ecrire(ajout()), "caf73-1.toml", essai()) == ajout()
