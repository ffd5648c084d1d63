"""The registry as a whole: what the catalogue shows, and what holds whatever the values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declarations.controles import seuils_de_reference, valeurs_de_reference
from declarations.forms.justifications import LONGUEUR_FIGURE
from declarations.grilles import grille_pour
from declarations.regles.controles.contexte import (
    A_JUSTIFIER,
    BLOQUANT,
    INFORMATION,
    Contexte,
    Reference,
)
from declarations.regles.controles.registre import (
    CONTROLES,
    controle,
    controles_de,
    executer,
)
from declarations.regles.controles.textes import citer_deux, citer_saisie, typographie
from declarations.regles.grille import FINANCES, NATURES, REELLE, LigneGrille
from declarations.regles.partages import Partage
from portal.saisie.regles.formes import recevoir_valeur
from tests.declarations.regles.fabrique import contexte_er, estimer_avec, reference_er

NIVEAUX = {
    "C01": BLOQUANT, "C02": BLOQUANT, "C03": BLOQUANT, "C04": BLOQUANT, "C05": BLOQUANT,
    "C06": A_JUSTIFIER, "C07": A_JUSTIFIER, "C08": INFORMATION, "C09": BLOQUANT,
    "C10": INFORMATION, "C11": A_JUSTIFIER, "C12": A_JUSTIFIER, "C13": BLOQUANT,
    "C14": A_JUSTIFIER, "C15": A_JUSTIFIER, "C16": A_JUSTIFIER, "C17": A_JUSTIFIER, "C18": BLOQUANT,
    "C19": A_JUSTIFIER, "C20": A_JUSTIFIER, "C21": A_JUSTIFIER,
}  # fmt: skip


def test_registry_in_code_order_with_the_levels_of_the_domain():
    assert {c.code: c.niveau for c in CONTROLES} == NIVEAUX
    assert [c.code for c in CONTROLES] == sorted(NIVEAUX)
    assert {c.code: c.autres_niveaux for c in CONTROLES if c.autres_niveaux} == {
        "C14": (BLOQUANT,),
        "C15": (INFORMATION,),
    }
    assert controle("C06").titre == "Variation par rapport à l’exercice précédent"


@pytest.mark.parametrize("controle", CONTROLES, ids=lambda c: c.code)
def test_each_entry_is_ready_for_the_catalogue(controle):
    assert controle.titre
    assert not controle.titre.endswith(".")
    assert controle.regle.endswith(".")
    assert controle.source
    assert set(controle.marque.split("/")) <= {"S", "P", "H"}
    assert controle.dispositifs <= {"er", "clas", "cct"}


def test_thresholds_of_the_file_are_those_that_the_checks_read():
    lus = {seuil for c in CONTROLES for seuil in c.seuils}
    assert {s.code for s in seuils_de_reference()} == lus
    for seuil in seuils_de_reference():
        assert seuil.libelle
        assert seuil.source
        assert seuil.marque in ("S", "P", "H")
        assert controle(seuil.code.split(".")[0])


def test_checks_of_a_dispositif():
    assert "C16" in {c.code for c in controles_de("er")}
    assert not {"C09", "C10", "C16"} & {c.code for c in controles_de("cct")}
    propres = {d: {c.code for c in controles_de(d) if c.code > "C10"} for d in ("clas", "cct")}
    assert propres == {
        "clas": {"C11", "C12", "C13", "C15", "C18", "C19", "C20", "C21"},
        "cct": {"C14", "C15", "C17", "C18", "C19", "C21"},
    }


def test_a_coherent_declaration_has_nothing_to_say():
    for nature in NATURES:
        contexte = contexte_er(
            nature, exercice_precedent=reference_er(), meme_exercice=reference_er()
        )
        bareme = {"taux": "0.60", "plafond_horaire": "100", "cap_organisation": "0.5"}
        assert executer(estimer_avec(contexte, bareme)) == ()


def test_what_stops_a_volet():
    contexte = contexte_er(
        donnees={"lieux.l1.heures_rencontres": "x", "comptes.60": "1", "comptes.871": "0"},
        exercice_precedent=reference_er(),
    )
    constats = executer(contexte)
    assert [(c.code, c.niveau, c.volet) for c in constats] == [
        ("C02", BLOQUANT, "activite"),
        ("C03", BLOQUANT, "finances"),
        ("C04", BLOQUANT, "finances"),
        ("C06", A_JUSTIFIER, "finances"),
    ]


def test_typography():
    assert typographie("Ici : « a » ; b ? 10:30") == (
        "Ici\u00a0: «\u00a0a\u00a0»\u00a0; b\u00a0? 10:30"
    )
    assert citer_saisie("a\nb " + "c" * 60) == f"« a b {'c' * 35}… »"


def test_deux_textes_longs_se_citent_la_ou_ils_different():
    poste = "Chargée de coopération enfance et jeunesse"
    assert citer_deux(f"{poste} et parentalité", poste) == (
        "« …et jeunesse et parentalité »",
        "« …et jeunesse »",
    )
    assert citer_deux("Alger", "Alger ") == ("« Alger »", "« Alger »")
    assert citer_deux("d" + "e" * 60, "f" + "e" * 60) == (f"« d{'e' * 38}… »", f"« f{'e' * 38}… »")


@given(st.text(max_size=90), st.text(max_size=90), st.text(max_size=90))
def test_deux_textes_differents_ne_se_citent_jamais_de_meme(debut, un, autre):
    un, autre = (" ".join((debut + suite).split()) for suite in (un, autre))
    cites = citer_deux(un, autre)
    assert (cites[0] == cites[1]) == (un == autre)
    assert all(len(cite) <= LONGUEUR_FIGURE for cite in cites)


# --- Whatever the values ------------------------------------------------------------------

LIGNES = (LigneGrille("l1", "Premier"), LigneGrille("l2", "Second"), LigneGrille("l3", "Troisième"))
VALEURS = st.one_of(
    st.sampled_from(["", "0", "12", "-1", "12.50", "1e9", "oui", "9" * 30, "NaN", "٣", "0.005"]),
    st.decimals(0, 10**12, places=2).map(str),
    st.text(max_size=12),
    st.lists(st.text(max_size=5), max_size=3),
)


@st.composite
def donnees(draw, grille, nature):
    """Anything at any place of the grid, and at places that do not exist."""
    connus = [e.chemin for e in grille.emplacements(nature, LIGNES)]
    chemins = st.one_of(st.sampled_from(connus), st.text(max_size=15))
    return draw(st.dictionaries(chemins, VALEURS, max_size=60))


@st.composite
def contextes(draw):
    grille = grille_pour(draw(st.sampled_from(["er", "clas", "cct"])), 2025)
    nature = draw(st.sampled_from(NATURES))

    def lignes():
        return tuple(draw(st.lists(st.sampled_from(LIGNES), unique=True)))

    def reference(libelle):
        if draw(st.booleans()):
            return None
        montant = draw(st.none() | st.decimals(0, 10**9, places=2))
        return Reference(REELLE, 2024, libelle, lignes(), draw(donnees(grille, REELLE)), montant)

    contexte = Contexte(
        grille=grille,
        nature=nature,
        annee=2025,
        lignes=lignes(),
        donnees=draw(donnees(grille, nature)),
        seuils=valeurs_de_reference(),
        exercice_precedent=reference("Réelle 2024"),
        meme_exercice=reference("Prévisionnelle 2025"),
        partages=tuple(
            Partage(chemin, valeur, 7, "Bilan 2025", "/bilans/7/")
            for chemin, valeur in draw(donnees(grille, nature)).items()
        ),
    )
    bareme = {
        "taux": "0.5", "plafond_horaire": "20", "cap_organisation": "0.1", "plafond_etp": "100",
        "plafond_collectif": "10", "bonus_enfants": "1", "bonus_parents": "1",
    }  # fmt: skip
    return estimer_avec(contexte, bareme)


@settings(max_examples=300, deadline=None)
@given(contextes())
def test_whatever_the_values(contexte):
    constats = executer(contexte)
    assert executer(contexte) == constats
    assert [c.code for c in constats] == sorted(c.code for c in constats)
    cles = [c.cle for c in constats]
    assert len(set(cles)) == len(cles)
    for constat in constats:
        assert constat.niveau in controle(constat.code).niveaux
        assert constat.cle.startswith(f"{constat.code}:")
        assert constat.volet in ("", "activite", "finances")
        assert constat.message.endswith(".")
        assert set(constat.chemins) <= set(contexte.emplacements)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_the_form_accepts_is_never_refused_by_c02(data):
    """Same bounds as the reading of the form, told independently."""
    grille = grille_pour(data.draw(st.sampled_from(["er", "clas", "cct"])), 2025)
    place = data.draw(st.sampled_from([*grille.emplacements(REELLE, LIGNES)]))
    champ = place.champ
    if champ.est_numerique:
        bas = -1000 if champ.minimum is None else int(champ.minimum)
        haut = int(champ.maximum or 10**12 - 1)
        brut = str(data.draw(st.decimals(bas, haut, places=champ.decimales)))
    else:
        codes = [code for code, _ in champ.choix] or ["oui", "non"]
        brut = data.draw(st.sampled_from(codes))
        brut = [brut] if champ.type == "choix_multiples" else brut
    contexte = Contexte(
        grille=grille,
        nature=REELLE,
        annee=2025,
        lignes=LIGNES,
        donnees={place.chemin: recevoir_valeur(champ, brut)},
        seuils=valeurs_de_reference(),
    )
    assert [c for c in executer(contexte) if c.code == "C02"] == []
    assert champ.volet in ("activite", FINANCES)
