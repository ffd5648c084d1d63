"""What happened to an adhesion file: its lines of the journal in words, latest first."""

from collections.abc import Mapping

from habilitations.adhesions.models import DossierAdhesion, RappelAdhesion
from habilitations.adhesions.presentation.dossiers import libelle
from habilitations.adhesions.presentation.fiche import TITRES
from habilitations.adhesions.regles.avancement import Partie
from habilitations.adhesions.regles.fiche import Section
from habilitations.presentation.evenements import MONTREES, evenement
from portal.socle.composants import Evenement
from portal.socle.formats import ESPACE_INSECABLE
from portal.socle.models import LigneJournal

MOTS: Mapping[str, tuple[str, str]] = {
    "adhesion.ouverte": ("Dossier ouvert", "info"),
    "adhesion.avenant": ("Avenant ouvert", "info"),
    "adhesion.lien_envoye": ("Lien personnel envoyé au représentant", "info"),
    "adhesion.lien_ouvert": ("Lien personnel ouvert", "succes"),
    "adhesion.lien_revoque": ("Lien personnel révoqué", "attention"),
    "compte.ouvert": ("Compte ouvert par le lien", "succes"),
    "adhesion.fiche": ("Fiche modifiée", "neutre"),
    "adhesion.piece_recue": ("Pièce reçue", "info"),
    "adhesion.piece_acceptee": ("Pièce acceptée", "succes"),
    "adhesion.piece_refusee": ("Pièce refusée", "attention"),
    "adhesion.mode": ("Niveau de délégation changé", "info"),
    "adhesion.complete": ("Adhésion conclue", "succes"),
    "adhesion.avenant_conclu": ("Avenant conclu", "succes"),
    "adhesion.sans_suite": ("Dossier classé sans suite", "neutre"),
}
# Whom the Caf wrote to, and why a link was taken back, stay at the Caf.
DE_LA_CAF = frozenset({"adhesion.lien_envoye", "adhesion.lien_revoque"})


def historique(dossier: DossierAdhesion, *, cote_caf: bool) -> list[Evenement]:
    """Every paper received, accepted or refused, by whom; to the Caf, reminders too: two queries
    at most.
    """
    lignes = LigneJournal.objects.filter(
        objet_type=dossier._meta.label_lower, objet_id=dossier.pk, action__in=MOTS
    )
    if not cote_caf:
        lignes = lignes.exclude(action__in=DE_LA_CAF)
    vus = [_evenement(ligne) for ligne in lignes.order_by("-le", "-pk")[:MONTREES]]
    if cote_caf:
        vus += [_rappel(rappel) for rappel in dossier.rappels.all()]
    return sorted(vus, key=lambda vu: vu.quand, reverse=True)


def _rappel(rappel: RappelAdhesion) -> Evenement:
    """« Rappel envoyé au partenaire : 7 jours sans mouvement »."""
    a_qui = "à la Caf" if rappel.partie == Partie.CAF else "au partenaire"
    texte = f"Rappel envoyé {a_qui}{ESPACE_INSECABLE}: {rappel.jours} jours sans mouvement"
    return Evenement(quand=rappel.dit_le, texte=texte, qui="", detail="", ton="info")


def _evenement(ligne: LigneJournal) -> Evenement:
    texte, ton = MOTS[ligne.action]
    if genre := ligne.details.get("genre"):
        texte = f"{texte}{ESPACE_INSECABLE}: {libelle(genre)}"
    elif section := ligne.details.get("section"):
        texte = f"{texte}{ESPACE_INSECABLE}: {TITRES[Section(section)]}"
    return evenement(ligne, texte, ton)
