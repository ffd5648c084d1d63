"""Telling the partner that a payment is ordered, made or sent back, and that an indu is claimed.

No amount: the schedule shows it to who may read it. One notice for each person and act.
"""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from habilitations.models import Adhesion, Equipement
from habilitations.permissions import Acteur
from portal.dossiers.services.destinataires import droits_chez
from portal.dossiers.services.nouvelles import Nouvelle, Objet, se_taire
from portal.socle.formats import citer
from portal.socle.francais import compter, de_la
from subventions.paiements.models import ROLES_COMPTE, Indu, Versement
from subventions.paiements.services.annonces import RELECTEUR, dire

ORDONNE, PAYE, REJETE = "versement_ordonne", "versement_paye", "versement_rejete"
INDU, INDU_ANNULE = "indu_notifie", "indu_annule"
_TITRES = {
    ORDONNE: "Un versement est ordonné",
    PAYE: "Un versement est fait",
    REJETE: "Un versement a été rejeté par la banque",
    INDU: "Un indu est notifié",
    INDU_ANNULE: "Un indu est annulé",
}
_PHRASES = {
    ORDONNE: "La Caf a ordonné {combien} : {quoi}. {ou} en donne le montant et la date.",
    PAYE: "La Caf a versé {combien} : {quoi}. {ou} en donne le montant et la date.",
    REJETE: "La banque a renvoyé {combien} : {quoi}. Vérifiez avec votre Caf le compte bancaire.",
    INDU: "La Caf a versé plus que le droit réel {quoi}. {ou} donne le montant de l’indu, et "
    "comment il se rembourse.",
    INDU_ANNULE: "L’indu notifié {quoi} est annulé : il n’est plus réclamé.",
}
# Where the rest is told: the schedule is that of who runs the équipement, no longer of who did.
_ICI, _AVANT = "L’échéancier", "La page des versements d’avant le transfert"
NOMMES = 5


def annoncer_versements(versements: Sequence[Versement], acte: str, acteur: Acteur) -> None:
    """Tell each partner of its own, in one notice for each person."""
    if se_taire():
        return
    par_partenaire: dict[int, list[Versement]] = {}
    for versement in versements:
        par_partenaire.setdefault(versement.gestionnaire_id, []).append(versement)
    for siens in par_partenaire.values():
        nommes = [
            f"{v.libelle.lower()} {v.exercice} {de_la(v.equipement.nom)}" for v in siens[:NOMMES]
        ]
        if len(siens) > NOMMES:
            nommes.append(f"et {compter(len(siens) - NOMMES, 'autre')}")
        premier = min(siens, key=lambda v: not _gere_encore(v))
        phrase = _PHRASES[acte].format(
            combien=compter(len(siens), "versement"), quoi=", ".join(nommes), ou=_ou(premier)
        )
        sujet = f"{premier.lot.reference} – {premier.gestionnaire.nom}"
        _dire(acte, phrase, sujet, premier, [v.equipement for v in siens], acteur)


def annoncer_indu(indu: Indu, acte: str, acteur: Acteur) -> None:
    if se_taire():
        return
    quoi = f"{indu.exercice} {citer(indu.equipement.nom)}"
    sujet = f"{indu.reference} – {indu.gestionnaire.nom}"
    phrase = _PHRASES[acte].format(quoi=quoi, ou=_ou(indu))
    _dire(acte, phrase, sujet, indu, [indu.equipement], acteur)


def _gere_encore(de: Versement | Indu) -> bool:
    return de.equipement.gestionnaire_id == de.gestionnaire_id


def _ou(de: Versement | Indu) -> str:
    return _ICI if _gere_encore(de) else _AVANT


def _dire(
    acte: str,
    phrase: str,
    sujet: str,
    de: Versement | Indu,
    equipements: Iterable[Equipement],
    acteur: Acteur,
) -> None:
    base = Adhesion.objects.filter(caf=de.caf_id, gestionnaire=de.gestionnaire_id).first()
    if base is None:
        return
    chemin = reverse("paiements:anciens")
    if _gere_encore(de):
        chemin = reverse("paiements:echeancier", args=[de.equipement_id, de.annee])
    gens = [
        droit.utilisateur
        for equipement in dict.fromkeys(equipements)
        for droit in droits_chez(de.gestionnaire_id, equipement, ROLES_COMPTE, acteur.jour)
    ]
    nouvelle = Nouvelle(acte, _TITRES[acte], phrase, chemin)
    dire(base, Objet(sujet, de.gestionnaire.nom, RELECTEUR), nouvelle, gens, acteur)
