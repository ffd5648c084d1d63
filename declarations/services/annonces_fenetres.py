"""Telling those who still have something to send that the dates of their window have moved.

One notice and one e-mail for each person, whatever the number of their declarations: they are kept
with the first of them, and each is named and linked.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from declarations.models import Campagne, Declaration
from declarations.regles.etats import AVANT_ENVOI
from declarations.regles.etats import nouvelles as table
from declarations.services.nouvelles import objet_de
from habilitations.models import ROLES_DECLARATION, Habilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.verification import droits_verifies
from portal.dossiers.services.nouvelles import Nouvelle, Point, annoncer, se_taire
from portal.socle.fuseaux import jour_en_mots


def annoncer_dates(campagne: Campagne, acteur: Acteur) -> int:
    """Tell the new dates of a window to each person of its unsent declarations, but who moved them.

    In the transaction of the act. Returns how many people were told.
    """
    if se_taire():
        return 0
    attendues = list(
        Declaration.objects.filter(campagne=campagne, etat__in=AVANT_ENVOI)
        .select_related("caf", "equipement", "gestionnaire")
        .order_by("pk")
    )
    siennes = _par_personne(attendues, acteur.jour)
    siennes.pop(acteur.utilisateur, None)
    premieres: dict[int, dict[Utilisateur, Nouvelle]] = {}
    for qui, declarations in siennes.items():
        premieres.setdefault(declarations[0].pk, {})[qui] = _nouvelle(campagne, declarations)
    par_id = {declaration.pk: declaration for declaration in attendues}
    for pk, nouvelles in premieres.items():
        annoncer(par_id[pk], objet_de(par_id[pk]), nouvelles, acteur.maintenant)
    return len(siennes)


def _par_personne(
    declarations: Sequence[Declaration], jour: date
) -> dict[Utilisateur, list[Declaration]]:
    """Who has a role on each of these files, by verified rights; a fixed number of queries."""
    droits = Habilitation.objects.filter(
        caf__in={d.caf_id for d in declarations},
        gestionnaire__in={d.gestionnaire_id for d in declarations},
        role__in=ROLES_DECLARATION,
    )
    verifies: dict[tuple[int, int], list[Habilitation]] = {}
    for droit in droits_verifies(droits, jour):
        verifies.setdefault((droit.caf_id, droit.gestionnaire_id), []).append(droit)
    siennes: dict[Utilisateur, list[Declaration]] = {}
    for declaration in declarations:
        if declaration.equipement.suspendu_le:
            continue
        for qui in _gens(declaration, verifies):
            siennes.setdefault(qui, []).append(declaration)
    return siennes


def _gens(
    declaration: Declaration, verifies: Mapping[tuple[int, int], Sequence[Habilitation]]
) -> set[Utilisateur]:
    droits = verifies.get((declaration.caf_id, declaration.gestionnaire_id), ())
    return {
        droit.utilisateur
        for droit in droits
        if droit.tous_equipements or declaration.equipement in droit.equipements.all()
    }


def _nouvelle(campagne: Campagne, declarations: Sequence[Declaration]) -> Nouvelle:
    """What one person is told; with several declarations, each is named and linked."""
    adresses = [reverse("declarations:dossier", args=[d.pk]) for d in declarations]
    plusieurs = len(declarations) > 1
    code = campagne.caf.code
    phrase = table.DATES.phrase.format(
        caf=campagne.caf.nom,
        quoi=declarations[0].libelle.lower(),
        ouvre_le=jour_en_mots(campagne.ouvre_le),
        ferme_le=jour_en_mots(campagne.ferme_le, code),
        pour_le=jour_en_mots(campagne.echeance_le, code),
    )
    points = zip(declarations, adresses, strict=True)
    return Nouvelle(
        table.DATES.action,
        table.DATES.titre,
        phrase,
        reverse("declarations:suivi") if plusieurs else adresses[0],
        tuple(Point(d.equipement.nom, adresse) for d, adresse in points) if plusieurs else (),
    )
