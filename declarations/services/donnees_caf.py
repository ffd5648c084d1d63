"""Figures that the Caf gives: collectifs notified, ETP of the convention (DOMAINE §3.3, S).

Until the sending they are those of the day; the sending freezes them with the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from declarations.models import Declaration
from declarations.regles.controles.contexte import Donnees
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.manques import NOTIFIES
from habilitations.models import Dispositif, Notification, PosteConventionne
from habilitations.regles.exercices import bornes_exercice
from portal.socle.nombres import forme_canonique
from portal.socle.requetes_ecrites import RequeteEcrite

ETP_CONVENTIONNE = "etp_conventionne"
_NOTIFICATIONS = RequeteEcrite(
    lambda equipement, annee: Notification.objects.filter(equipement=equipement, annee=annee)
)


def donnees_de_la_caf(
    declaration: Declaration, grille: Grille, lignes: Sequence[LigneGrille]
) -> dict[str, str]:
    """Return the read-only figures by chemin; one query, none for an ER."""
    if declaration.dispositif == Dispositif.CLAS:
        return collectifs_notifies(declaration.equipement.pk, declaration.annee)
    if declaration.dispositif == Dispositif.CCT:
        etp = {p.pk: forme_canonique(p.etp) for p in postes_proposes(declaration)}
        return {
            grille.repetition.chemin(ligne, ETP_CONVENTIONNE): etp[ligne.poste_conventionne]
            for ligne in lignes
            if ligne.poste_conventionne in etp
        }
    return {}


def collectifs_notifies(equipement_id: int, annee: int) -> dict[str, str]:
    """Return how many collectifs the notification of an exercice finances; nothing without one."""
    notification = _NOTIFICATIONS.premiere(equipement_id, annee)
    return {NOTIFIES: str(notification.collectifs)} if notification else {}


def notifies_de(cles: Iterable[tuple[int, int]]) -> dict[tuple[int, int], dict[str, str]]:
    """The same for several équipements and exercices at once; one query."""
    demandees = set(cles)
    notifications = Notification.objects.filter(equipement__in={pk for pk, _ in demandees})
    return {
        (n.equipement_id, n.annee): {NOTIFIES: str(n.collectifs)}
        for n in notifications
        if (n.equipement_id, n.annee) in demandees
    }


def avec_donnees_de_la_caf(
    declaration: Declaration, grille: Grille, lignes: Sequence[LigneGrille], donnees: Donnees
) -> Donnees:
    """Return the figures of a draft with those of the Caf as they stand today.

    What a former version froze of them is left out: a notification may have been withdrawn.
    """
    codes = {c.code for s in grille.sections for c in s.champs if c.origine != "saisie"}
    typees: Mapping[str, str | list[str]] = {
        chemin: valeur
        for chemin, valeur in donnees.items()
        if chemin.rpartition(".")[2] not in codes
    }
    return {**typees, **donnees_de_la_caf(declaration, grille, lignes)}


def postes_proposes(declaration: Declaration) -> list[PosteConventionne]:
    """Postes of the conventions that cover the exercice; none but for a CCT."""
    return postes_par_declaration([declaration]).get(declaration.pk, [])


def postes_par_declaration(
    declarations: Sequence[Declaration],
) -> dict[int, list[PosteConventionne]]:
    """The same for several declarations, by id; one query, none without a CCT."""
    des_cct = [d for d in declarations if d.dispositif == Dispositif.CCT]
    if not des_cct:
        return {}
    postes: dict[int | None, list[PosteConventionne]] = defaultdict(list)
    lus = PosteConventionne.objects.filter(
        convention__equipement__in={d.equipement_id for d in des_cct}
    )
    for poste in lus.select_related("convention").order_by("convention__du", "rang", "pk"):
        postes[poste.convention.equipement_id].append(poste)
    return {d.pk: _couvrant(postes[d.equipement_id], d) for d in des_cct}


def _couvrant(
    postes: Sequence[PosteConventionne], declaration: Declaration
) -> list[PosteConventionne]:
    debut, fin = bornes_exercice(declaration.dispositif, declaration.annee)
    return [p for p in postes if p.convention.du <= fin and p.convention.au >= debut]
