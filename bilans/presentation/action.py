"""What is expected on a bilan, of whom and by when, in words for each audience."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from bilans.echeances import consequence_de
from bilans.presentation.reperes import nommer
from bilans.presentation.suite import libelle_etat
from bilans.regles.etats import ACTES, CHEZ_LE_PARTENAIRE, Action, Etat
from bilans.services.bilan_ouvert import BilanOuvert
from portal.dossiers.presentation.fenetres import dire_fermee
from portal.dossiers.presentation.limites import Limite
from portal.socle.composants import EtapeSuivi
from portal.socle.francais import a_qui, enumerer

# The steps shown to people, and the states each one covers.
ETAPES = (
    ("Réponses", frozenset({Etat.A_REMPLIR, Etat.EN_COURS, Etat.A_COMPLETER})),
    ("Transmission à la Caf", frozenset({Etat.TRANSMIS})),
    ("Validation", frozenset({Etat.EN_VALIDATION})),
    ("Bilan validé", frozenset({Etat.VALIDE})),
)
# How each act is done, or what it takes.
_MANIERES = {
    Action.REPONDRE: "Vos réponses sont gardées au fur et à mesure : répondez en une ou plusieurs "
    "fois.",
    Action.TRANSMETTRE: "Toutes les réponses attendues sont données : relisez-les, puis "
    "transmettez-les.",
}


@dataclass(frozen=True)
class ActionDuBilan:
    """The banner: what is expected of this person, or of whom; ``adresse`` where it is done."""

    titre: str
    texte: str = ""
    echeance: str = ""
    adresse: str = ""
    libelle: str = ""
    ton: str = ""


def adresse_de(action: str, pk: int) -> str:
    """Where an act is done."""
    return reverse(ACTES[action].vue, args=[pk])


def echeance_en_mots(dossier: BilanOuvert) -> str:
    """By when; empty once the bilan is out of the partner's hands."""
    if dossier.bilan.campagne.est_suspendue and dossier.echeance:
        return "Campagne suspendue"
    limite = Limite.de(dossier.echeance, dossier.bilan.caf.code) if dossier.echeance else None
    return limite.en_clair if limite else ""


def suspension_en_mots(dossier: BilanOuvert) -> str:
    """Who suspended the campaign, and why; empty when nobody did."""
    campagne = dossier.bilan.campagne
    qui = campagne.qui_suspend
    if not qui:
        return ""
    return f"{capfirst(qui)} a suspendu cette campagne : « {campagne.motif_de_suspension} »"


def action_attendue(dossier: BilanOuvert) -> ActionDuBilan:
    """What is expected of this person, or of whom; of nobody while nothing can be answered."""
    if dossier.bilan.etat in CHEZ_LE_PARTENAIRE and dossier.situation.hors_fenetre:
        return _hors_fenetre(dossier)
    taches = ACTES.taches(dossier.situation, dossier.acteurs)
    if taches:
        action = taches[0].action
        return ActionDuBilan(
            _titre(dossier, action),
            _texte(dossier, action),
            echeance_en_mots(dossier),
            adresse_de(action, dossier.bilan.pk) if dossier.peut(action) else "",
            _bouton(dossier, action),
            "attention",
        )
    if dossier.bilan.etat == Etat.SANS_OBJET:
        motif = dossier.bilan.sans_objet_motif
        return ActionDuBilan(
            "Rien n’est attendu de vous", f"La Caf a déclaré ce bilan sans objet : « {motif} »"
        )
    if dossier.bilan.etat == Etat.VALIDE:
        return ActionDuBilan("Rien n’est attendu de vous", "Le bilan est validé.", ton="succes")
    qui = [a_qui(nom) for nom in nommer(dossier, ACTES.acteurs_attendus(dossier.situation))]
    return ActionDuBilan(
        "Rien n’est attendu de vous pour le moment",
        f"La suite revient {enumerer(qui)}." if qui else "",
        echeance_en_mots(dossier),
    )


def rouvrir(dossier: BilanOuvert) -> str:
    """What opens the entry again once it is over."""
    seule = "Seule une dérogation la rouvre."
    if dossier.cote_caf:
        return seule
    return f"{seule} Écrivez à votre interlocuteur à la Caf, qui peut l’accorder."


def _hors_fenetre(dossier: BilanOuvert) -> ActionDuBilan:
    """Nobody can answer: the campaign is suspended, not open yet, or over."""
    campagne = dossier.bilan.campagne
    if campagne.est_suspendue:
        titre = "La campagne est suspendue"
        texte = f"{suspension_en_mots(dossier)} Les réponses données sont gardées."
    else:
        titre, texte = dire_fermee(campagne.ouvre_le, dossier.acteur.jour, rouvrir(dossier))
    return ActionDuBilan(titre, texte, echeance_en_mots(dossier), ton="attention")


def etapes(dossier: BilanOuvert) -> list[EtapeSuivi]:
    """The step bar; empty for « sans objet », which follows no path."""
    etat = dossier.bilan.etat
    rang = next((i for i, (_, etats) in enumerate(ETAPES) if etat in etats), None)
    if rang is None:
        return []
    return [
        EtapeSuivi(
            libelle,
            "faite" if i < rang or etat == Etat.VALIDE else "courante" if i == rang else "a_venir",
            libelle_etat(etat, dossier.cote_caf) if i == rang else "",
        )
        for i, (libelle, _) in enumerate(ETAPES)
    ]


def boutons(dossier: BilanOuvert) -> list[dict[str, str]]:
    """Secondary actions of the bilan, from the transition table.

    Sending is one of them while the Caf waits for answers that may stay as they are.
    """
    attendues = {t.action for t in ACTES.taches(dossier.situation, dossier.acteurs)}
    a_part = {Action.TRANSMETTRE} - attendues
    return [
        {"libelle": t.libelle, "adresse": adresse_de(t.action, dossier.bilan.pk)}
        for t in ACTES.actions_possibles(dossier.situation, dossier.acteurs)
        if t.vue and t.action != Action.REPONDRE and (not t.principale or t.action in a_part)
    ]


def _bouton(dossier: BilanOuvert, action: str) -> str:
    continue_a_repondre = action == Action.REPONDRE and dossier.bilan.etat == Etat.EN_COURS
    return "Continuer" if continue_a_repondre else _titre(dossier, action)


def _titre(dossier: BilanOuvert, action: str) -> str:
    if action == Action.REPONDRE and dossier.bilan.etat == Etat.A_COMPLETER:
        return "Compléter le bilan"
    return ACTES[action].libelle


def _texte(dossier: BilanOuvert, action: str) -> str:
    """Why, or what it takes and what is lost otherwise."""
    if dossier.demande:
        return f"La Caf demande un complément : « {dossier.demande.motif} »"
    return f"{_MANIERES.get(Action(action), '')} {consequence_de(dossier.bilan)}".strip()
