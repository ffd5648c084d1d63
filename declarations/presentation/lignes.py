"""One line of a list of declarations, for one person on one side."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone

from declarations.echeances import echeance_de
from declarations.models import Declaration
from declarations.presentation.echanges import en_mots
from declarations.presentation.suite import (
    Approbateurs,
    Suite,
    libelle_etat,
    suite_de,
    ton_etat,
)
from declarations.regles import etats
from declarations.regles.lecteurs import Lecteur
from declarations.rendu.montants import ecrire_montant
from declarations.services.acteurs import acteurs_sur, est_cote_caf
from declarations.services.contenu import contenu_en_vigueur
from habilitations.permissions import Acteur
from portal.dossiers.presentation.limites import Limite
from portal.socle.formats import date_breve, date_fr


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
    non_lus: str = ""
    date_breve: str = ""


def decrire(
    declaration: Declaration,
    acteur: Acteur,
    cote_caf: bool,
    approbateurs: Approbateurs = MappingProxyType({}),
) -> LigneSuivi:
    """Describe a declaration loaded by ``pour_liste``; no query. ``approbateurs``: ``suite_de``.

    Unread messages are said when the list counted them (``avec_messages_non_lus``).
    """
    echeance = echeance_de(declaration, acteur.jour)
    limite = Limite.de(echeance, declaration.caf.code) if echeance else None
    jour = limite.le if limite else timezone.localdate(declaration.etat_depuis)
    return LigneSuivi(
        adresse=reverse("declarations:dossier", args=[declaration.pk]),
        etat=libelle_etat(declaration.etat, cote_caf),
        ton=ton_etat(declaration.etat, cote_caf),
        suite=suite_de(declaration, acteur, cote_caf, approbateurs),
        date=date_fr(jour),
        delai=limite.en_bref if limite else _anciennete(declaration, acteur.jour),
        delai_ton=limite.ton if limite else "neutre",
        montant=montant_en_vigueur(declaration, acteurs_sur(acteur, declaration)),
        date_breve=date_breve(jour),
        non_lus=en_mots(getattr(declaration, "messages_non_lus", 0)),
    )


def montant_en_vigueur(declaration: Declaration, acteurs: frozenset[str]) -> str:
    """Amount of the version that counts, as these people read it; nothing before the sending."""
    contenu = contenu_en_vigueur(declaration)
    if contenu is None:
        return ""
    lecteur = Lecteur(acteurs, est_cote_caf(acteurs))
    return ecrire_montant(contenu.montant(lecteur).estimation)


def _anciennete(declaration: Declaration, jour: date) -> str:
    """For how long the Caf has had the file; nothing once it is over."""
    if declaration.etat not in etats.CHEZ_LA_CAF:
        return ""
    jours = (jour - timezone.localdate(declaration.etat_depuis)).days
    if jours == 0:
        return "depuis aujourd’hui"
    return f"depuis {jours} jour{'s' if jours > 1 else ''}"
