"""What always holds, whatever the rights, the payments and the profile."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from subventions.referentiels import profils_acomptes
from subventions.regles.acomptes.demande import Demande, lire
from subventions.regles.acomptes.echeancier import CALCULE, EN_ATTENTE, etablir
from tests.subventions.acomptes import oracle
from tests.subventions.outils import refaire

montants = st.decimals(0, 10**8, places=2).map(str) | st.integers(0, 50).map(str)
droits = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("reel_n2", "reel_n1", "previsionnel", "actualise", "reel"), montants),
)


@st.composite
def demandes(draw):
    profil = draw(st.sampled_from(list(profils_acomptes().values())))
    return {
        "profil": profil.code,
        "droits": draw(droits),
        "ecart_justifie": draw(st.booleans()),
        "suspendu": draw(st.integers(0, 9)) == 0,
        "verses": draw(st.lists(montants, max_size=len(profil.tranches))),
    }


def echeancier_de(demande):
    lue = lire(demande, profils_acomptes())
    assert isinstance(lue, Demande)
    return etablir(lue)


@settings(max_examples=400)
@given(demandes())
def test_ce_que_dit_le_texte_refait_a_part(demande):
    rendu = echeancier_de(demande).en_json()
    assert {k: rendu[k] for k in ("statut", "acomptes", "solde", "indu")} == oracle.etablir(demande)


@given(demandes())
def test_jamais_un_centime_perdu(demande):
    echeancier = echeancier_de(demande)
    if echeancier.statut != CALCULE:
        assert echeancier.solde is None
        assert echeancier.indu is None
        return
    payes = sum((a.montant for a in echeancier.acomptes if a.montant is not None), Decimal(0))
    assert Decimal(demande["droits"]["reel"]) == payes + echeancier.solde - echeancier.indu
    assert echeancier.solde == 0 or echeancier.indu == 0


@given(demandes())
def test_chaque_etape_se_refait_a_la_main(demande):
    for etape in echeancier_de(demande).en_json()["etapes"]:
        assert refaire(etape) == etape["resultat"], etape


@given(demandes())
def test_chaque_acompte_a_un_montant_ou_dit_ce_qu_il_attend(demande):
    acomptes = echeancier_de(demande).acomptes
    for acompte in acomptes:
        assert (acompte.montant is None) == bool(acompte.attend)
        assert (acompte.origine == EN_ATTENTE) == bool(acompte.attend)
        assert not set(acompte.attend) & set(demande["droits"])
    en_attente = [a.montant is None for a in acomptes]
    assert en_attente == sorted(en_attente), "aucun acompte n’est payé après un qui manque"
