"""The catalogue of the checks: what each one asks, its thresholds in force, what it found."""

from dataclasses import dataclass

from declarations.models import SeuilControle
from declarations.presentation.releves import Arrete, releves
from declarations.regles.controles.contexte import Controle
from declarations.regles.controles.registre import CONTROLES, controles_de
from declarations.rendu.constats import NIVEAUX
from declarations.services.releves import Releve
from habilitations.models import Dispositif
from habilitations.permissions import Acteur
from portal.socle.formats import avec_unite
from portal.socle.marques import LIBELLES, Marque, est_hypothese, lettres_de

TOUS_DISPOSITIFS = "Tous les dispositifs"


@dataclass(frozen=True)
class SeuilLu:
    """A threshold as it is in force; ``valeur`` is empty when none is loaded."""

    libelle: str
    valeur: str
    source: str = ""
    marque: str = ""
    a_confirmer: bool = False


@dataclass(frozen=True)
class Fiche:
    """One check of the catalogue. ``releve`` is None for who reads no declaration."""

    controle: Controle
    niveaux: tuple[tuple[str, str], ...]
    dispositifs: str
    marque: str
    a_confirmer: bool
    seuils: tuple[SeuilLu, ...]
    releve: Releve | None


@dataclass(frozen=True)
class Catalogue:
    """The checks shown, and since when what they found was counted, unless it is live."""

    fiches: list[Fiche]
    arrete: Arrete | None


def catalogue(acteur: Acteur, dispositif: str = "") -> Catalogue:
    """The checks, or those of a dispositif, with what they found; two queries, or three."""
    comptes = releves(acteur, dispositif)
    seuils = SeuilControle.objects.in_bulk(field_name="code")
    controles = controles_de(dispositif) if dispositif else CONTROLES
    fiches = [
        Fiche(
            controle=controle,
            niveaux=tuple(NIVEAUX[niveau] for niveau in controle.niveaux),
            dispositifs=_dispositifs(controle),
            marque=_marque(controle.marque),
            a_confirmer=est_hypothese(controle.marque),
            seuils=tuple(_seuil(code, seuils.get(code)) for code in controle.seuils),
            releve=None if comptes is None else comptes.par_code.get(controle.code, Releve()),
        )
        for controle in controles
    ]
    return Catalogue(fiches, comptes.arrete if comptes else None)


def _dispositifs(controle: Controle) -> str:
    if not controle.dispositifs:
        return TOUS_DISPOSITIFS
    return ", ".join(d.label for d in Dispositif if d in controle.dispositifs)


def _marque(marque: str) -> str:
    """How sure a rule is; a hypothesis has a badge of its own."""
    sures = (lettre for lettre in lettres_de(marque) if lettre != Marque.HYPOTHESE)
    return ", ".join(LIBELLES[lettre] for lettre in sures)


def _seuil(code: str, seuil: SeuilControle | None) -> SeuilLu:
    if seuil is None:
        return SeuilLu(code, "")
    return SeuilLu(
        libelle=seuil.libelle,
        valeur=avec_unite(seuil.valeur, seuil.unite),
        source=seuil.source,
        marque=_marque(seuil.marque),
        a_confirmer=est_hypothese(seuil.marque),
    )
