"""One line of a list of bilans, as the Caf reads it; no query on what ``pour_liste`` loads."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from bilans.echeances import echeance_de
from bilans.models import Bilan
from bilans.presentation.suite import libelle_etat, ton_etat
from bilans.regles.etats import CHEZ_LA_CAF, CHEZ_LE_PARTENAIRE, ActeurBilan
from bilans.services.acteurs import acteurs_sur
from habilitations.permissions import Acteur
from portal.dossiers.presentation.limites import Limite
from portal.socle.formats import date_breve, date_fr
from portal.socle.francais import compter, de

VOUS = "Vous"


@dataclass(frozen=True)
class LigneBilan:
    """What the queue says of a bilan, written in French; ``a_moi`` when this person acts next."""

    adresse: str
    etat: str
    ton: str
    suite: str
    a_moi: bool
    date: str
    delai: str
    delai_ton: str
    date_breve: str
    qui: str


def decrire(bilan: Bilan, acteur: Acteur) -> LigneBilan:
    """Describe a bilan loaded by ``pour_liste`` to an agent."""
    echeance = echeance_de(bilan, acteur.jour)
    limite = Limite.de(echeance, bilan.caf.code) if echeance else None
    suite, qui = _suite(bilan, acteur)
    jour = limite.le if limite else timezone.localdate(bilan.etat_depuis)
    return LigneBilan(
        adresse=reverse("bilans:lecture", args=[bilan.pk]),
        etat=libelle_etat(bilan.etat, cote_caf=True),
        ton=ton_etat(bilan.etat, cote_caf=True),
        suite=suite,
        a_moi=qui == VOUS,
        date=date_fr(jour),
        delai=limite.en_bref if limite else _anciennete(bilan, acteur.jour),
        delai_ton=limite.ton if limite else "neutre",
        date_breve=date_breve(jour),
        qui=qui,
    )


def _suite(bilan: Bilan, acteur: Acteur) -> tuple[str, str]:
    """Who acts next, in a sentence, then named in a word: « Vous » for the person who reads."""
    if bilan.etat in CHEZ_LE_PARTENAIRE:
        return "En attente du partenaire", "Partenaire"
    if bilan.etat not in CHEZ_LA_CAF:
        return "Aucune suite attendue", "Personne"
    if ActeurBilan.CONSEILLER in acteurs_sur(acteur, bilan):
        return "À vous : valider ou demander un complément", VOUS
    if bilan.equipement is None:
        return "En attente de la Caf", "La Caf"
    referent = bilan.equipement.portefeuille.referent(acteur.jour)
    return f"En attente {de(str(referent))}", str(referent)


def _anciennete(bilan: Bilan, jour: date) -> str:
    """For how long the Caf has had the bilan; nothing once it is over."""
    if bilan.etat not in CHEZ_LA_CAF:
        return ""
    jours = (jour - timezone.localdate(bilan.etat_depuis)).days
    return f"depuis {compter(jours, 'jour')}" if jours else "depuis aujourd’hui"
