"""What nobody was asked, counted as answers are: facts of the file, and which row it is."""

from bilans.regles.analyse.connues import colonne_de_fait, colonnes_de_lignes, est_un_fait
from bilans.regles.questionnaire import (
    AJOUT,
    LISTE,
    THEMES,
    Choix,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)

Q = Question("q", "Q", "oui_non")
DEDANS = Groupe("dedans", "Dedans", (Question("r", "R", "texte"),), repetition=Repetition(AJOUT))


def essai(numero: int, liste: Choix, origine: str = LISTE) -> Questionnaire:
    repetition = Repetition(origine, "thème", liste)
    sections = (
        Groupe("s", "S", (Question("t", "T", "texte"),)),
        Groupe("themes", "Les thèmes", (Q, DEDANS), repetition=repetition),
    )
    return Questionnaire("essai", str(numero), "Essai", sections)


def test_les_lignes_que_la_definition_nomme_sont_une_colonne_de_la_repetition() -> None:
    avant = essai(1, (("a", "Ancien"), ("b", "B d’avant")))
    apres = essai(2, (("b", "B"), ("c", "C")))
    (ligne,) = colonnes_de_lignes([avant, apres], ())

    assert (ligne.chemin, ligne.repetitions) == ("themes", ("themes",))
    assert ligne.question.libelle == "Thème"
    assert ligne.place.dans[0].code == "themes"
    assert ligne.versions == ("essai-1", "essai-2")
    # A row that the last version names no more keeps its label; the others read as it says them.
    assert ligne.choix == (("b", "B"), ("c", "C"), ("a", "Ancien"))
    assert not est_un_fait(ligne)


def test_les_themes_de_la_convention_nomment_les_lignes_et_ceux_qui_repondent_jamais() -> None:
    (ligne,) = colonnes_de_lignes([essai(1, (), THEMES)], (("handicap", "Handicap"),))
    assert ligne.choix == (("handicap", "Handicap"),)
    assert colonnes_de_lignes([essai(1, (), AJOUT)], ()) == ()


def test_un_fait_ne_prend_le_code_d_aucune_question() -> None:
    version = essai(1, ())
    fait = colonne_de_fait("themes", "Thèmes", "Faits", (("logement", "Logement"),), [version])
    assert est_un_fait(fait)
    assert fait.chemin == "fait:themes"
    assert fait.derniere == version.reference
    assert (fait.place.dans[0].titre, fait.repetitions) == ("Faits", ())
