"""What a file waits for, from whom and by when: the banner of its page."""

from typing import Any

from django.urls import reverse

from declarations.presentation.contacts import nommer, qui_a_renvoye
from declarations.presentation.reste import Reste, reste_de
from declarations.presentation.suite import dire_hors_fenetre, est_hors_fenetre
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action, Etat
from declarations.services.dossier_ouvert import DossierOuvert
from portal.dossiers.presentation.limites import Limite
from portal.dossiers.regles.transitions import Tache
from portal.socle.francais import a_qui, enumerer


def echeance(dossier: DossierOuvert) -> str:
    """By when, in words: the correction's own date, the dérogation's, or the window's."""
    due = dossier.echeance
    if due is None:
        return ""
    return Limite.de(due, dossier.declaration.caf.code).en_clair


def action_attendue(dossier: DossierOuvert) -> dict[str, Any]:
    """The banner: what is expected of this person, or of whom."""
    if est_hors_fenetre(dossier.situation):
        titre, texte = dire_hors_fenetre(dossier.declaration, dossier.acteur.jour, dossier.cote_caf)
        return {"titre": titre, "echeance": echeance(dossier), "texte": texte, "ton": "attention"}
    a_faire = ACTES.taches(dossier.situation, dossier.acteurs)
    if a_faire:
        tache = a_faire[0]
        return {
            "titre": libelle_tache(dossier, tache),
            "echeance": echeance(dossier),
            "texte": _texte_tache(dossier, tache),
            "adresse": adresse_tache(dossier.declaration.pk, tache),
            "libelle": "Ouvrir" if tache.action == Action.SAISIR else libelle_tache(dossier, tache),
            "par_envoi": tache.action == Action.PRENDRE_EN_CHARGE,
            "ton": "attention",
        }
    qui = nommer(dossier, ACTES.acteurs_attendus(dossier.situation))
    if not qui:
        return {
            "titre": "Rien n’est attendu de vous",
            "texte": _texte_fin(dossier),
            "ton": "succes",
        }
    return {
        "titre": "Rien n’est attendu de vous pour le moment",
        "echeance": echeance(dossier),
        "texte": f"La suite revient {enumerer([a_qui(nom) for nom in qui])}.",
    }


def adresse_tache(pk: int, tache: Tache) -> str:
    """Where a task is done."""
    return reverse(ACTES[tache.action].vue, args=[pk, tache.partie] if tache.partie else [pk])


def libelle_tache(dossier: DossierOuvert, tache: Tache) -> str:
    """What to do, as an infinitive."""
    if tache.action == Action.SAISIR:
        return f"{_reste(dossier, tache.partie)} les {etats.LIBELLES_VOLET[tache.partie]}"
    return ACTES[tache.action].libelle


def _reste(dossier: DossierOuvert, nature: str) -> Reste:
    """What is left to do of a volet; what it lacks is counted only once it is begun."""
    reste = reste_de(dossier.declaration, (dossier.version.volet(nature),))
    if reste is not Reste.COMPLETER:
        return reste
    compte = dossier.compte((nature,))
    return reste if compte.manquantes or compte.obstacles else Reste.SIGNER


def _texte_tache(dossier: DossierOuvert, tache: Tache) -> str:
    if tache.action == Action.SAISIR:
        volet = dossier.version.volet(tache.partie)
        if volet.renvoi_motif:
            qui = qui_a_renvoye(dossier.declaration, volet)
            return f"{qui} vous a renvoyé ce volet : « {volet.renvoi_motif} »"
        demande = dossier.version.demandes_origine.first()
        if demande:
            return f"La Caf demande une correction : « {demande.motif} »"
        return "Votre saisie est gardée à chaque enregistrement ; signez le volet à la fin."
    if tache.action == Action.TRANSMETTRE:
        return "Relisez les deux volets, puis transmettez la déclaration à la Caf."
    return ""


def _texte_fin(dossier: DossierOuvert) -> str:
    if dossier.declaration.etat == Etat.SANS_OBJET:
        return (
            f"La Caf a déclaré ce dossier sans objet : « {dossier.declaration.sans_objet_motif} »"
        )
    return "La déclaration est traitée. Le récépissé reste à votre disposition."
