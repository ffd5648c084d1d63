"""Whose turn it is, in words for each audience: « À vous : … », « En attente de … »."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from declarations.models import Declaration
from declarations.regles import etats
from declarations.regles.etats import ACTES, ActeurDossier, Action, Etat, Situation
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from declarations.services.acteurs import acteurs_sur
from declarations.services.situation import situation_en_liste
from habilitations.models import Role
from habilitations.permissions import Acteur
from portal.dossiers.presentation.fenetres import dire_fermee
from portal.dossiers.regles.transitions import Tache
from portal.dossiers.services.destinataires import tenants_des_roles
from portal.socle.formats import date_fr
from portal.socle.francais import cle_de_tri, de
from portal.socle.francais import enumerer as enumerer_les_noms

Approbateurs = Mapping[int, Sequence[str]]

PERSONNE = "Personne"
VOLETS_EN_BREF = {ACTIVITE: "activité", FINANCES: "finances"}
COTE_CAF = frozenset({ActeurDossier.CONSEILLER, ActeurDossier.LECTEUR_CAF})

_A_VOUS: dict[str, str] = {
    Action.TRANSMETTRE: "approuver et transmettre",
    Action.PRENDRE_EN_CHARGE: "prendre en charge",
    Action.VALIDER: "valider ou demander une correction",
}
# Tones of the badge where the Caf does not look at a state as the partner does.
_TONS_CAF: dict[str, str] = {
    Etat.A_SAISIR: "neutre",
    Etat.EN_SAISIE: "neutre",
    Etat.A_APPROUVER: "neutre",
    Etat.TRANSMISE: "attention",
    Etat.A_CORRIGER: "info",
}


@dataclass(frozen=True)
class Suite:
    """Who acts next. ``a_moi`` when it is the person who reads; ``qui`` names them in a word.

    Where a column says « Qui agit », the state beside it says what for.
    """

    texte: str
    qui: str
    a_moi: bool = False


def libelle_etat(etat: str, cote_caf: bool) -> str:
    return etats.LIBELLES_ETAT[etat].caf if cote_caf else etats.LIBELLES_ETAT[etat].partenaire


def ton_etat(etat: str, cote_caf: bool) -> str:
    """Tone of the badge: what calls for action stands out, for whom it does."""
    ton = etats.LIBELLES_ETAT[etat].ton
    return _TONS_CAF.get(etat, ton) if cote_caf else ton


def acteurs_en_liste(acteur: Acteur, declaration: Declaration, cote_caf: bool) -> frozenset[str]:
    """What this person is for the file, on the side the list is made for."""
    acteurs = acteurs_sur(acteur, declaration)
    return acteurs & COTE_CAF if cote_caf else acteurs - COTE_CAF


def est_hors_fenetre(situation: Situation) -> bool:
    """Tell whether a first sending is due but cannot be done today: nobody can act."""
    return (
        situation.etat in etats.AVANT_ENVOI
        and not situation.correction
        and not situation.fenetre_ouverte
    )


def dire_hors_fenetre(declaration: Declaration, jour: date, cote_caf: bool) -> tuple[str, str]:
    """On the page of a file that nobody can fill in today: what stops it, and who may open it."""
    rouvrir = (
        "Seule une dérogation la rouvre."
        if cote_caf
        else "Écrivez à votre interlocuteur à la Caf : il peut accorder une dérogation."
    )
    return dire_fermee(declaration.campagne.ouvre_le, jour, rouvrir)


def approbateurs_de(declarations: Iterable[Declaration], jour: date) -> Approbateurs:
    """The names of who may approve each of these that waits for it, by id of their équipement."""
    attendent = [d.equipement for d in declarations if d.etat == Etat.A_APPROUVER]
    tenants = tenants_des_roles(attendent, jour)
    return {
        pk: sorted({p.nom_complet for p in roles.get(Role.APPROBATEUR, ())}, key=cle_de_tri)
        for pk, roles in tenants.items()
    }


def suite_de(
    declaration: Declaration,
    acteur: Acteur,
    cote_caf: bool,
    approbateurs: Approbateurs = MappingProxyType({}),
) -> Suite:
    """Tell who acts next on a declaration, to this person.

    ``approbateurs`` names those who approve (``approbateurs_de``); a role that nobody holds is
    named itself: somebody has to be given it.
    """
    situation = situation_en_liste(declaration, acteur.jour)
    if est_hors_fenetre(situation):
        return Suite(_hors_fenetre(declaration, acteur.jour), PERSONNE)
    miennes = ACTES.taches(situation, acteurs_en_liste(acteur, declaration, cote_caf))
    if miennes:
        return Suite(f"À vous : {_a_vous(miennes)}", "Vous", a_moi=True)
    if declaration.etat in etats.TERMINES:
        return Suite("Aucune suite attendue", PERSONNE)
    qui = ACTES.acteurs_attendus(situation)
    if ActeurDossier.CONSEILLER in qui:
        referent = declaration.equipement.portefeuille.referent(acteur.jour)
        attente = f"En attente {de(str(referent))}" + ("" if cote_caf else ", à la Caf")
        return Suite(attente, str(referent))
    if ActeurDossier.APPROBATEUR in qui:
        return _approbation(approbateurs.get(declaration.equipement_id or 0, ()))
    manquants = [v for v in VOLETS if etats.FOURNISSEUR_DU_VOLET[v] in qui]
    if cote_caf:
        quoi = "deux volets" if len(manquants) > 1 else enumerer(manquants)
        return Suite(f"En attente du partenaire : {quoi}", "Partenaire")
    return Suite(f"En attente des {enumerer(manquants, ' et des ')}", _bref(manquants))


def _approbation(noms: Sequence[str]) -> Suite:
    if not noms:
        return Suite("En attente de l’approbateur", "Approbateur")
    qui = noms[0] if len(noms) == 1 else f"{len(noms)} approbateurs"
    return Suite(f"En attente {de(enumerer_les_noms(noms, ' ou '))}", qui)


def _bref(volets: Sequence[str]) -> str:
    """« activité », « finances », « 2 volets »."""
    return VOLETS_EN_BREF[volets[0]] if len(volets) == 1 else f"{len(volets)} volets"


def _hors_fenetre(declaration: Declaration, jour: date) -> str:
    ouverture = declaration.campagne.ouvre_le
    if jour < ouverture:
        return f"Saisie à partir du {date_fr(ouverture)}"
    referent = declaration.equipement.portefeuille.referent(jour)
    return f"Saisie close, sauf dérogation {de(str(referent))}"


def enumerer(volets: Iterable[str], et: str = " et ") -> str:
    """« données d’activité et données financières »."""
    return et.join(etats.LIBELLES_VOLET[v] for v in volets)


def _a_vous(miennes: tuple[Tache, ...]) -> str:
    if miennes[0].action == Action.SAISIR:
        return enumerer(t.partie for t in miennes)
    return _A_VOUS[miennes[0].action]
