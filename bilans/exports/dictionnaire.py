"""The dictionary of data as a workbook, and the sheets that every export takes with it."""

from collections.abc import Iterator, Sequence

from bilans.presentation.dictionnaire import Article, choix_en_mots, decrire
from bilans.regles.colonnes import Feuille as FeuilleExportee
from bilans.regles.questionnaire import Questionnaire
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

COLONNES = (
    Colonne("Code", 26),
    Colonne("Feuille", 18),
    Colonne("Rubrique", 30),
    Colonne("Question", 46),
    Colonne("Type", 22),
    Colonne("Unité", 12),
    Colonne("Minimum", 12),
    Colonne("Maximum", 12),
    Colonne("Limites", 24),
    Colonne("Choix", 40),
    Colonne("Posée si", 46),
    Colonne("Réponse acceptée si", 36),
    Colonne("Obligatoire", 12),
    Colonne("« Ne sait pas » possible", 14),
    Colonne("Répétée par", 22),
    Colonne("Source", 10),
    Colonne("Chiffre de la déclaration", 22),
    Colonne("Versions", 24),
    Colonne("Retirée", 10),
)
COLONNES_CHOIX = (Colonne("Code", 26), Colonne("Choix", 22), Colonne("Libellé", 50))


def dictionnaire_xlsx(
    versions: Sequence[Questionnaire], siennes: Sequence[FeuilleExportee] = ()
) -> bytes:
    """The workbook that says every column of the exports of these versions, the oldest first."""
    titre = f"Dictionnaire des données – {versions[-1].titre}"
    return ecrire_classeur(feuilles_du_dictionnaire(versions, siennes), titre=titre)


def feuilles_du_dictionnaire(
    versions: Sequence[Questionnaire], siennes: Sequence[FeuilleExportee] = ()
) -> tuple[Feuille, Feuille]:
    """The two sheets of a dictionary: columns, then the labels of their choices."""
    articles = decrire(versions, siennes)
    return (
        Feuille("Dictionnaire", COLONNES, (_ligne(article) for article in articles)),
        Feuille("Choix", COLONNES_CHOIX, _choix(articles)),
    )


def _ligne(article: Article) -> tuple[Cellule, ...]:
    return (
        article.code,
        article.feuille,
        article.rubrique,
        article.libelle,
        article.genre,
        article.unite or None,
        article.minimum,
        article.maximum,
        article.limites or None,
        choix_en_mots(article.choix) or None,
        article.posee_si or None,
        article.contrainte or None,
        article.obligatoire,
        article.ne_sait_pas,
        article.repetition or None,
        article.marque or None,
        article.partage or None,
        ", ".join(article.versions),
        article.retiree,
    )


def _choix(articles: Sequence[Article]) -> Iterator[tuple[Cellule, ...]]:
    for article in articles:
        for code, libelle in article.choix:
            yield article.code, code, libelle
