"""State × action × actor: what may be done with a bilan, and why not."""

from datetime import date

import pytest

from bilans.regles.etats import ACTES, ActeurBilan, Action, Etat, Situation
from portal.dossiers.regles.transitions import Tache

TOUS = frozenset(ActeurBilan)
A_REMPLIR, EN_COURS, A_COMPLETER = Etat.A_REMPLIR, Etat.EN_COURS, Etat.A_COMPLETER
TRANSMIS, EN_VALIDATION, VALIDE = Etat.TRANSMIS, Etat.EN_VALIDATION, Etat.VALIDE
PARTENAIRE, CAF = {A_REMPLIR, EN_COURS, A_COMPLETER}, {TRANSMIS, EN_VALIDATION}

# Action → states in which it is possible, with every role and an open window.
POSSIBLE = {
    Action.REPONDRE: PARTENAIRE,
    Action.TRANSMETTRE: PARTENAIRE,
    Action.PRENDRE_EN_CHARGE: {TRANSMIS},
    Action.MODIFIER: CAF,
    Action.DEMANDER_COMPLEMENT: CAF,
    Action.VALIDER: CAF,
    Action.ROUVRIR: {VALIDE},
    Action.DECLARER_SANS_OBJET: PARTENAIRE | CAF,
    Action.RETABLIR: {Etat.SANS_OBJET},
    Action.ACCORDER_DEROGATION: {A_REMPLIR, EN_COURS},
    Action.RETIRER_DEROGATION: {A_REMPLIR, EN_COURS},
}
ROLES = {
    Action.REPONDRE: {ActeurBilan.REPONDANT, ActeurBilan.ACCOMPAGNANT},
    Action.TRANSMETTRE: {ActeurBilan.EMETTEUR},
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("etat", Etat)
def test_chaque_action_dans_chaque_etat(action: Action, etat: Etat) -> None:
    situation = Situation(etat, complement=etat == A_COMPLETER, derogation_en_cours=True)
    refus = ACTES.refus(action, situation, TOUS)
    assert (refus is None) == (etat in POSSIBLE[action])
    if refus:
        assert not refus.interdit


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("acteur", ActeurBilan)
def test_chaque_action_par_chaque_acteur(action: Action, acteur: ActeurBilan) -> None:
    etat = sorted(POSSIBLE[action])[0]
    permis = ROLES.get(action, {ActeurBilan.CONSEILLER})
    refus = ACTES.refus(action, Situation(etat, derogation_en_cours=True), frozenset({acteur}))
    assert (refus is None) == (acteur in permis)
    if refus:
        assert refus.interdit


@pytest.mark.parametrize("action", [Action.REPONDRE, Action.TRANSMETTRE])
def test_la_fenetre_close_arrete_la_saisie_mais_pas_un_complement(action: Action) -> None:
    close = ACTES.refus(action, Situation(EN_COURS, fenetre_ouverte=False), TOUS)
    assert close is not None
    assert "dérogation" in close.message
    suspendue = Situation(EN_COURS, fenetre_ouverte=False, suspension="Panne du portail.")
    arret = ACTES.refus(action, suspendue, TOUS)
    assert arret is not None
    assert "suspendue : « Panne du portail. »" in arret.message
    complement = Situation(A_COMPLETER, fenetre_ouverte=False, complement=True)
    assert ACTES.refus(action, complement, TOUS) is None


def test_une_fenetre_pas_encore_ouverte_ne_se_dit_pas_close() -> None:
    a_venir = Situation(EN_COURS, fenetre_ouverte=False, ouvre_le=date(2026, 3, 2))
    refus = ACTES.refus(Action.REPONDRE, a_venir, TOUS)
    assert refus is not None
    assert refus.message == (
        "La saisie n’est pas encore ouverte : elle l’est à partir du 2 mars 2026."
    )


@pytest.mark.parametrize("action", [Action.REPONDRE, Action.TRANSMETTRE])
def test_une_suspension_arrete_aussi_un_complement(action: Action) -> None:
    complement = Situation(A_COMPLETER, complement=True, suspension="Panne du portail.")
    arret = ACTES.refus(action, complement, TOUS)
    assert arret is not None
    assert "suspendue : « Panne du portail. »" in arret.message


@pytest.mark.parametrize(
    ("situation", "phrase"),
    [
        (Situation(EN_COURS, manquants=1), "1 question attend encore une réponse."),
        (Situation(EN_COURS, manquants=3, fautes=2), "3 questions attendent encore une réponse."),
        (Situation(EN_COURS, fautes=1), "1 réponse est à corriger."),
        (Situation(EN_COURS, ecarts=2), "2 chiffres diffèrent de la déclaration : "),
    ],
)
def test_un_bilan_part_entier(situation: Situation, phrase: str) -> None:
    refus = ACTES.refus(Action.TRANSMETTRE, situation, TOUS)
    assert refus is not None
    assert refus.message.startswith(phrase)
    assert ACTES.refus(Action.REPONDRE, situation, TOUS) is None


def test_le_repondant_est_attendu_tant_qu_il_reste_puis_l_emetteur() -> None:
    repondant, emetteur = (
        frozenset({ActeurBilan.REPONDANT}),
        frozenset({ActeurBilan.EMETTEUR}),
    )
    reste, fini = Situation(EN_COURS, manquants=1), Situation(EN_COURS)
    assert ACTES.taches(reste, repondant) == (Tache(Action.REPONDRE),)
    assert ACTES.taches(reste, emetteur) == ()
    assert ACTES.taches(fini, repondant) == ()
    assert ACTES.taches(fini, emetteur) == (Tache(Action.TRANSMETTRE),)
    assert ACTES.acteurs_attendus(Situation(TRANSMIS)) == (ActeurBilan.CONSEILLER,)
    assert ACTES.acteurs_attendus(Situation(VALIDE)) == ()


def test_un_complement_attend_qui_repond_puis_qui_transmet() -> None:
    repond, emet = ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR
    rendu = Situation(A_COMPLETER, complement=True, a_completer=2, intact=True)
    assert ACTES.acteurs_attendus(rendu) == (repond,)
    commence = Situation(A_COMPLETER, complement=True, a_completer=1)
    assert ACTES.acteurs_attendus(commence) == (repond, emet)
    assert ACTES.taches(commence, frozenset({repond, emet})) == (Tache(Action.REPONDRE),)
    assert ACTES.acteurs_attendus(Situation(A_COMPLETER, complement=True)) == (emet,)
    manque = Situation(A_COMPLETER, complement=True, manquants=1)
    assert ACTES.acteurs_attendus(manque) == (repond,)


def test_ou_mene_une_reponse() -> None:
    assert ACTES.arrivee(Action.REPONDRE, Situation(A_REMPLIR)) == EN_COURS
    assert ACTES.arrivee(Action.REPONDRE, Situation(A_COMPLETER, complement=True)) == A_COMPLETER
    retabli = Situation(Etat.SANS_OBJET, etat_precedent=TRANSMIS)
    assert ACTES.arrivee(Action.RETABLIR, retabli) == TRANSMIS


@pytest.mark.parametrize("suspension", ["", "Panne du portail."])
def test_la_fenetre_close_se_dit_a_la_caf_dans_ses_mots(suspension: str) -> None:
    close = Situation(EN_COURS, fenetre_ouverte=False, suspension=suspension)
    caf = frozenset({ActeurBilan.ACCOMPAGNANT, ActeurBilan.CONSEILLER})
    refus = ACTES.refus(Action.REPONDRE, close, caf)
    assert refus is not None
    assert "vos" not in refus.message.lower()
    assert "votre" not in refus.message.lower()
    au_partenaire = ACTES.refus(Action.REPONDRE, close, frozenset({ActeurBilan.REPONDANT}))
    assert au_partenaire is not None
    assert "Vo" in au_partenaire.message
