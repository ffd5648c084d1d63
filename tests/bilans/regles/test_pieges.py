"""Traps that other tools fell into, each of them here."""

import pytest

from bilans.definitions import ecrire, lire
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.questionnaire import Questionnaire
from portal.saisie.definitions.fautes import DefinitionInvalide
from portal.saisie.regles.structure import Ligne

PIEGES = lire(
    """
code = "pieges"
version = "1"
titre = "Pièges"

[[sections]]
code = "projet"
titre = "Le projet"

[[sections.champs]]
code = "bonus"
libelle = "Bonus parents demandé"
type = "oui_non"

[[sections.champs]]
code = "partage"
libelle = "Actions partagées"
type = "oui_non"
condition = { question = "bonus", egal = "oui" }

[[sections.champs]]
code = "n"
libelle = "Nombre de collectifs"
type = "entier"

[[sections]]
code = "collectifs"
titre = "Les collectifs"
condition = { question = "bonus", egal = "oui" }
repetition = { origine = "nombre", nombre = "n", singulier = "Collectif" }

[[sections.champs]]
code = "niveau"
libelle = "Niveau"
type = "choix"
choix = [["college", "Collège"], ["lycee", "Lycée"]]

[[sections.champs]]
code = "filiere"
libelle = "Filière"
type = "texte"
condition = { question = "niveau", egal = "lycee" }

[[sections.champs]]
code = "seances"
libelle = "Nombre de séances"
type = "entier"

[[sections.champs]]
code = "seance"
titre = "Séance"
type = "groupe"
repetition = { origine = "nombre", nombre = "seances" }

[[sections.champs.champs]]
code = "theme"
libelle = "Thème de la séance"
type = "texte"

[[sections]]
code = "themes"
titre = "Thèmes"
repetition = { origine = "themes" }

[[sections.champs]]
code = "action"
libelle = "Action menée"
type = "texte"
"""
)

COMPLETES = {
    "bonus": "oui",
    "partage": "oui",
    "n": "2",
    "collectifs.1.niveau": "college",
    "collectifs.1.seances": "1",
    "collectifs.1.seance.1.theme": "lecture",
    "collectifs.2.niveau": "lycee",
    "collectifs.2.filiere": "générale",
    "collectifs.2.seances": "2",
    "collectifs.2.seance.1.theme": "calcul",
    "collectifs.2.seance.2.theme": "jeux",
}
SANS_THEME = Faits()


def etat(faits: Faits = SANS_THEME, **changees: str) -> Etat:
    """The state of the answers above, some of them changed; « collectifs__1__niveau » is a path."""
    chemins = {chemin.replace("__", "."): valeur for chemin, valeur in changees.items()}
    return evaluer(PIEGES, COMPLETES | chemins, faits)


def demandes(etat: Etat) -> list[str]:
    return [e.chemin for e in etat.emplacements]


def test_tout_repondu_rien_ne_manque_et_le_recapitulatif_suit_l_ordre_de_lecture() -> None:
    assert dict(etat().comptees) == COMPLETES
    assert list(etat().comptees) == list(COMPLETES)
    assert etat().est_complet


def test_une_reponse_cachee_ne_reste_pas_dans_un_recapitulatif() -> None:
    assert "partage" not in etat(bonus="non").comptees


def test_une_repetition_cachee_puis_rendue_revient_avec_ses_lignes() -> None:
    assert dict(etat(bonus="non").comptees) == {"bonus": "non", "n": "2"}
    assert dict(etat(bonus="oui").comptees) == COMPLETES


def test_une_question_montree_sur_une_ligne_est_au_recapitulatif() -> None:
    assert etat().comptees["collectifs.2.filiere"] == "générale"


def test_un_parent_cache_n_efface_pas_les_lignes_du_dedans() -> None:
    cache = etat(bonus="non")

    assert not [chemin for chemin in demandes(cache) if chemin.startswith("collectifs")]
    assert etat().comptees["collectifs.2.seance.2.theme"] == "jeux"


def test_repondre_a_la_ligne_2_ne_vide_pas_la_ligne_1() -> None:
    apres = etat(collectifs__2__niveau="college")

    assert apres.comptees["collectifs.1.niveau"] == "college"
    assert apres.comptees["collectifs.1.seance.1.theme"] == "lecture"
    assert "collectifs.2.filiere" not in apres.comptees


def test_un_nombre_lui_meme_repete_garde_ses_lignes_au_rechargement() -> None:
    relu = evaluer(PIEGES, dict(COMPLETES), SANS_THEME)

    assert [c for c in demandes(relu) if ".seance." in c] == [
        "collectifs.1.seance.1.theme",
        "collectifs.2.seance.1.theme",
        "collectifs.2.seance.2.theme",
    ]


def test_un_nombre_abaisse_ne_laisse_pas_de_ligne_derriere_lui() -> None:
    abaisse = etat(n="1")

    assert not [chemin for chemin in abaisse.comptees if chemin.startswith("collectifs.2")]
    assert not [chemin for chemin in demandes(abaisse) if chemin.startswith("collectifs.2")]
    assert etat(n="2").comptees["collectifs.2.filiere"] == "générale"


@pytest.mark.parametrize(
    ("nombre", "lignes"), [("", 0), ("0", 0), ("-3", 0), ("abc", 0), ("9999999", 100)]
)
def test_un_nombre_de_lignes_impossible_n_en_donne_pas_trop(nombre: str, lignes: int) -> None:
    niveaux = [c for c in demandes(etat(n=nombre)) if c.endswith(".niveau")]

    assert len(niveaux) == lignes


def test_une_reference_ne_lit_pas_une_autre_ligne() -> None:
    """« filiere » is asked where *its* collectif is a lycée, and nowhere else."""
    filieres = [chemin for chemin in demandes(etat()) if chemin.endswith(".filiere")]

    assert filieres == ["collectifs.2.filiere"]


def test_une_ligne_retiree_puis_rendue_garde_ses_reponses_a_part() -> None:
    petite_enfance, handicap = (
        Ligne("petite_enfance", "Petite enfance"),
        Ligne("handicap", "Handicap"),
    )
    reponses = COMPLETES | {
        "themes.petite_enfance.action": "crèche",
        "themes.handicap.action": "accueil",
    }

    seul = evaluer(PIEGES, reponses, Faits(lignes={"themes": [handicap]}))
    deux = evaluer(PIEGES, reponses, Faits(lignes={"themes": [petite_enfance, handicap]}))

    assert [seul.comptees[c] for c in seul.comptees if c.endswith("action")] == ["accueil"]
    assert [deux.comptees[c] for c in deux.comptees if c.endswith("action")] == [
        "crèche",
        "accueil",
    ]


def test_un_oui_non_efface_n_est_pas_un_non() -> None:
    assert "partage" not in etat(partage="").comptees
    assert [e.chemin for e in etat(partage="").manquants] == ["partage"]


def test_charger_n_efface_rien() -> None:
    reponses = dict(COMPLETES, bonus="non")
    evaluer(PIEGES, reponses, SANS_THEME)

    assert reponses == dict(COMPLETES, bonus="non")


def test_un_code_renomme_ne_laisse_pas_de_condition_derriere_lui() -> None:
    with pytest.raises(DefinitionInvalide) as refus:
        lire(ecrire(PIEGES).replace('code = "niveau"', 'code = "niveau_scolaire"'))

    (erreur,) = refus.value.fautes
    assert erreur.chemin == "sections.collectifs.champs.filiere.condition"
    assert "« niveau » n’existe pas" in erreur.message


def test_une_nouvelle_version_ne_change_pas_ce_que_l_ancienne_affiche() -> None:
    avant = etat()
    nouvelle: Questionnaire = lire(
        ecrire(PIEGES)
        .replace('version = "1"', 'version = "2"')
        .replace('egal = "oui"', 'egal = "non"')
    )

    assert evaluer(nouvelle, COMPLETES, SANS_THEME) != avant
    assert etat() == avant
