"""One line of a list of declarations, for one person on one side."""

from dataclasses import dataclass

from django.urls import reverse

from declarations.models import Declaration
from declarations.presentation.limites import limite_de
from declarations.presentation.suite import Suite, libelle_etat, suite_de, ton_etat
from declarations.regles import etats
from habilitations.permissions import Acteur
from portal.socle.formats import date_fr, euros
from subventions.regles.estimation import BAREME_NON_PUBLIE


@dataclass(frozen=True)
class LigneSuivi:
    """What a list says of a declaration, written in French."""

    adresse: str
    etat: str
    ton: str
    suite: Suite
    date: str
    delai: str
    delai_ton: str
    montant: str


def decrire(declaration: Declaration, acteur: Acteur, cote_caf: bool) -> LigneSuivi:
    """Describe a declaration loaded by ``pour_liste``; no query."""
    limite = limite_de(declaration, acteur.jour)
    return LigneSuivi(
        adresse=reverse("declarations:dossier", args=[declaration.pk]),
        etat=libelle_etat(declaration.etat, cote_caf),
        ton=ton_etat(declaration.etat, cote_caf),
        suite=suite_de(declaration, acteur, cote_caf),
        date=limite.intitule if limite else _date(declaration),
        delai=limite.delai if limite else "",
        delai_ton=limite.ton if limite else "neutre",
        montant=montant_en_vigueur(declaration),
    )


def montant_en_vigueur(declaration: Declaration) -> str:
    """Amount computed for the version that counts; nothing before the first sending."""
    version = declaration.version_en_vigueur
    if version is None or version.calcul is None:
        return ""
    if version.calcul.statut == BAREME_NON_PUBLIE:
        return "Barème non publié"
    return euros(version.calcul.montant)


def _date(declaration: Declaration) -> str:
    """Since when the Caf has the file, or when it was over."""
    depuis = date_fr(declaration.etat_depuis)
    return f"Depuis le {depuis}" if declaration.etat in etats.CHEZ_LA_CAF else f"Le {depuis}"
