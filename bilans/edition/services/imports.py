"""Files that become drafts: XLSForm, LimeSurvey, or our own TOML, each mistake with its place."""

from pathlib import PurePath

from bilans.definitions import lire
from bilans.imports.fichiers import lire_fichier
from bilans.imports.resultat import Erreur, Import, refuser
from bilans.regles.questionnaire import Questionnaire
from portal.saisie.definitions.fautes import DefinitionInvalide
from portal.socle.lecture_classeurs import TAILLE_MAX

ILLISIBLE = "Ce fichier n’est pas un texte : exportez-le de nouveau."


def lire_le_fichier(nom: str, contenu: bytes, nationale: Questionnaire | None = None) -> Import:
    """Return what a file defines; whatever it holds, there is an answer.

    ``nationale`` is the questionnaire that it completes, when it is for a Caf.
    """
    if PurePath(nom).suffix.casefold() != ".toml" or len(contenu) > TAILLE_MAX:
        return lire_fichier(nom, contenu)
    try:
        return Import(lire(contenu.decode("utf-8-sig"), nom, nationale))
    except UnicodeDecodeError:
        return refuser(ILLISIBLE)
    except DefinitionInvalide as invalide:
        return Import(None, tuple(Erreur(f.chemin, 0, "", f.message) for f in invalide.fautes))
