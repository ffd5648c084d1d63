"""Telling, as an act is done, those it concerns: the rows of ``regles.etats.nouvelles``."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from declarations.adresses import adresse_du_champ
from declarations.models import Declaration
from declarations.regles import etats
from declarations.regles.etats import nouvelles as table
from declarations.regles.grille import EmplacementGrille
from declarations.regles.lecteurs import est_lisible
from declarations.services.acteurs import acteur_du_role
from declarations.services.dossier_ouvert import DossierOuvert
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.services.destinataires import partenaires, partenaires_par_role
from portal.dossiers.services.nouvelles import (
    Nouvelle,
    Objet,
    Point,
    annoncer,
    avis_de,
    relire,
    se_taire,
)
from portal.socle.fuseaux import jour_en_mots
from portal.socle.models import Courriel
from portal.socle.relecture import Retire, Verdict

RELECTEUR = "declarations.acte"


def annoncer_acte(dossier: DossierOuvert, action: str, details: Mapping[str, object]) -> int:
    """Tell an act just done, in its transaction, to whom it concerns, but who did it.

    ``details`` are those of its line of the journal. Returns how many people were told.
    """
    lignes = table.nouvelles_de(action, dossier.declaration.etat)
    if not lignes or se_taire():
        return 0
    declaration = dossier.declaration
    places = _nommees(dossier, details)
    volets = _volets(details, places)
    nouvelles = {}
    for personne, acteurs in _gens(declaration, dossier.jour).items():
        ligne = next((li for li in lignes if table.concerne(li, acteurs, volets)), None)
        if ligne and personne != dossier.acteur.utilisateur:
            nouvelles[personne] = Nouvelle(
                action,
                ligne.titre,
                _phrase(ligne.phrase, dossier, details),
                _chemin(declaration.pk, ligne.vue, volets),
                _points(dossier, details, places, acteurs),
            )
    return annoncer(declaration, objet_de(declaration), nouvelles, dossier.maintenant)


def annoncer_appel(declaration: Declaration, acteur: Acteur) -> int:
    """Tell the partner's people of an actualisée that an adviser has just asked for."""
    if se_taire():
        return 0
    phrase = table.APPEL.phrase.format(
        caf=declaration.caf.nom,
        pour_le=_jour(declaration.campagne.echeance_le.isoformat(), declaration.caf.code),
    )
    chemin = _chemin(declaration.pk, table.APPEL.vue, ())
    nouvelle = Nouvelle(table.APPEL.action, table.APPEL.titre, phrase, chemin)
    gens = partenaires(declaration, acteur.jour).values()
    nouvelles = {qui: nouvelle for qui in gens if qui != acteur.utilisateur}
    return annoncer(declaration, objet_de(declaration), nouvelles, acteur.maintenant)


def relire_nouvelle(courriel: Courriel, maintenant: datetime) -> Verdict:
    """Withdraw what the state of the declaration denies, besides what holds for every file."""
    avis = avis_de(courriel)
    verdict = relire(courriel, avis, maintenant)
    if avis is None or avis.dossier_id is None or isinstance(verdict, Retire):
        return verdict
    declaration = Declaration.objects.select_related("equipement__portefeuille").get(
        pk=avis.dossier_id
    )
    acteurs = _gens(declaration, timezone.localdate(maintenant)).get(avis.personne, frozenset())
    if acteurs and not table.encore_vraie(avis.acte, acteurs, declaration.etat):
        return Retire("La déclaration avait changé d’état au moment de l’envoi.")
    return verdict


def objet_de(declaration: Declaration) -> Objet:
    """The declaration as an e-mail names it."""
    sujet = f"{declaration.libelle} – {declaration.equipement.nom}"
    return Objet(sujet, declaration.reference, RELECTEUR)


def _gens(declaration: Declaration, jour: date) -> dict[Utilisateur, frozenset[str]]:
    """The partner's people and who follows the file, each with what they are on it."""
    gens: dict[Utilisateur, frozenset[str]] = {
        personne: frozenset(acteur_du_role(role) for role in roles)
        for personne, roles in partenaires_par_role(declaration, jour).items()
    }
    referent = declaration.equipement.portefeuille.referent(jour)
    conseiller = frozenset({etats.ActeurDossier.CONSEILLER})
    return gens | {referent: gens.get(referent, frozenset()) | conseiller}


def _nommees(dossier: DossierOuvert, details: Mapping[str, object]) -> list[EmplacementGrille]:
    """The fields that the act names, in the order of the grid."""
    champs = details.get("champs")
    if not isinstance(champs, list) or not champs:
        return []
    return [place for chemin, place in dossier.emplacements.items() if chemin in champs]


def _volets(details: Mapping[str, object], places: Collection[EmplacementGrille]) -> list[str]:
    """The volets that the act touches, whole or by some fields; none when it is about the file."""
    entiers = details.get("volets")
    touches = {place.champ.volet for place in places}
    touches |= set(entiers) if isinstance(entiers, list) else set()
    touches |= {str(details["volet"])} if "volet" in details else set()
    return sorted(touches)


def _points(
    dossier: DossierOuvert,
    details: Mapping[str, object],
    places: Collection[EmplacementGrille],
    acteurs: frozenset[str],
) -> tuple[Point, ...]:
    """The whole volets, then the fields that this person may read, each with its address."""
    pk, lignes = dossier.declaration.pk, dossier.contenu.lignes
    entiers = details.get("volets")
    volets = [
        Point(f"Les {etats.LIBELLES_VOLET[volet]}", adresse_du_champ(pk, volet))
        for volet in (entiers if isinstance(entiers, list) else ())
    ]
    cote_caf = etats.ActeurDossier.CONSEILLER in acteurs
    champs = [
        Point(p.libelle_complet, adresse_du_champ(pk, p.champ.volet, p.chemin, p.ligne, lignes))
        for p in places
        if est_lisible(p.champ, acteurs, cote_caf)
    ]
    return (*volets, *champs)


def _chemin(pk: int, vue: str, volets: Collection[str]) -> str:
    if vue != table.VOLET:
        return reverse(vue or table.DOSSIER, args=[pk])
    return (
        reverse(vue, args=[pk, *volets]) if len(volets) == 1 else reverse(table.DOSSIER, args=[pk])
    )


def _phrase(phrase: str, dossier: DossierOuvert, details: Mapping[str, object]) -> str:
    return phrase.format(
        caf=dossier.declaration.caf.nom,
        partenaire=dossier.declaration.gestionnaire.nom,
        qui=dossier.acteur.utilisateur,
        volet=etats.LIBELLES_VOLET.get(str(details.get("volet")), "données"),
        pour_le=_jour(details.get("pour_le"), dossier.declaration.caf.code),
        expire_le=_jour(details.get("expire_le"), dossier.declaration.caf.code),
    )


def _jour(texte: object, caf: str) -> str:
    return jour_en_mots(date.fromisoformat(str(texte)), caf) if texte else ""
