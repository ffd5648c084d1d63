"""What the checks said, as it was kept: the constat, both figures, the justification."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from declarations.regles.controles.contexte import A_JUSTIFIER, BLOQUANT, INFORMATION
from declarations.regles.controles.registre import controle
from declarations.rendu.modele import ConstatRendu, JustificationRendue
from portal.socle.composants import Fait

# Level → what it is called and its tone; one that is justified has words of its own.
NIVEAUX: Mapping[str, tuple[str, str]] = {
    BLOQUANT: ("À corriger", "erreur"),
    A_JUSTIFIER: ("À justifier", "attention"),
    INFORMATION: ("Pour information", "info"),
}
JUSTIFIE = ("Justifié", "succes")


def rendre_constats(bruts: Iterable[Mapping[str, Any]]) -> tuple[ConstatRendu, ...]:
    """Read constats kept, those that this reader may be told."""
    return tuple(_lire(brut) for brut in bruts)


def _lire(brut: Mapping[str, Any]) -> ConstatRendu:
    justification = brut.get("justification")
    niveau = brut.get("niveau", "")
    libelle, ton = JUSTIFIE if justification else NIVEAUX.get(niveau, (niveau, "neutre"))
    return ConstatRendu(
        code=brut.get("code", ""),
        titre=_titre(brut.get("code", "")),
        niveau=libelle,
        ton=ton,
        message=brut.get("message", ""),
        figures=_figures(brut),
        justification=_justification(justification) if justification else None,
    )


def _figures(brut: Mapping[str, Any]) -> tuple[Fait, ...]:
    """Both figures with what they are, and how far apart they stand."""
    if not (brut.get("valeur") and brut.get("reference")):
        return ()
    faits = [
        Fait(brut.get("valeur_libelle", "Valeur"), brut["valeur"]),
        Fait(brut.get("reference_libelle", "Référence"), brut["reference"]),
    ]
    if brut.get("ecart"):
        faits.append(Fait("Écart", brut["ecart"]))
    return tuple(faits)


def _justification(brut: Mapping[str, Any]) -> JustificationRendue:
    le = brut.get("le")
    return JustificationRendue(
        motif=brut.get("motif", ""),
        texte=brut.get("texte", ""),
        par=brut.get("par", ""),
        le=datetime.fromisoformat(le) if le else None,
    )


def _titre(code: str) -> str:
    """Title of the check; empty for one that the portal no longer has."""
    try:
        return controle(code).titre
    except KeyError:
        return ""
