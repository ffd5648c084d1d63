"""Letters of right: asked for by who reads the amount, sealed by the worker, kept for good."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.cachets.apposition import Scelle
from portal.socle.cachets.verification import est_compromise
from portal.socle.contenus import TYPES
from portal.socle.documents import Examen, garder, sans_orphelin
from portal.socle.refus import impossible, interdit
from subventions.droits.regles.situation import EtatDroit
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.droits.services.lectures import (
    decision_en_vigueur,
    montant_retenu,
    suspensions_du_droit,
)
from subventions.models import Droit
from subventions.models.lettres import LettreDroit

# By name: the task prints, and prints stand above the services.
SCELLER = "subventions.tasks.sceller_lettre"
# Crockford's digits: nothing that is read for another (I, L, O, U).
CHIFFRES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PROVISOIRE = (
    "La Caf n’a pas encore validé la déclaration : une lettre s’établit pour un droit définitif."
)


@transaction.atomic
def demander_lettre(droit_id: int, *, acteur: Acteur) -> LettreDroit:
    """The letter of a definitive right as it stands: the one there is, or a new one.

    A new one is sealed by the worker once this is committed. Raises Droit.DoesNotExist,
    ActionRefusee (amount not theirs to read, right not definitive or not computed).
    """
    droits = Droit.objects.visibles_par(acteur).select_related(
        "calcul", "equipement", "gestionnaire", "caf"
    )
    droit = droits.select_for_update(of=("self",), no_key=True).get(pk=droit_id)
    if not lit_les_montants(acteur, droit.equipement):
        raise interdit("Le montant de ce droit ne vous est pas ouvert.")
    if droit.etat != EtatDroit.DEFINITIF:
        raise impossible(PROVISOIRE)
    if droit.calcul.montant is None:
        raise impossible("Aucun montant n’est calculé : le barème n’est pas publié.")
    dit = contenu(droit)
    for lettre in LettreDroit.objects.filter(droit=droit):
        if lettre.contenu["dit"] == dit and tient(lettre):
            _faire_sceller(lettre)
            return lettre
    lettre = _creer(droit, dit, acteur)
    _faire_sceller(lettre)
    return lettre


def contenu(droit: Droit) -> dict[str, Any]:
    """All that a letter says of a right as it stands; the computation by its hash, and whole."""
    decision = decision_en_vigueur(droit)
    calcul = droit.calcul
    return {
        "caf": {"code": droit.caf.code, "nom": droit.caf.nom},
        "partenaire": {"nom": droit.gestionnaire.nom, "siret": droit.gestionnaire.siret},
        "equipement": droit.equipement.nom,
        "dispositif": droit.equipement.get_dispositif_display(),
        "droit": droit.libelle,
        "definitif_le": droit.definitif_le.isoformat() if droit.definitif_le else "",
        "calcule": str(calcul.montant),
        "retenu": str(montant_retenu(droit)),
        "decision": None
        if decision is None
        else {
            "montant": str(decision.montant_accepte),
            "motif": decision.motif,
            "par": str(decision.proposee_par),
            "le": decision.proposee_le.isoformat(),
            "confirmee_par": str(decision.confirmee_par) if decision.confirmee_par else "",
        },
        "suspensions": [
            {"cause": s.get_cause_display(), "motif": s.motif, "le": s.suspendue_le.isoformat()}
            for s in suspensions_du_droit(droit)
        ],
        "calcul": calcul.empreinte,
        "estimation": calcul.estimation.en_json(),
    }


def conserver(lettre_id: int, scelle: Scelle, le: datetime) -> LettreDroit:
    """Keep the sealed PDF of a letter, once: the second of two workers changes nothing.

    Raises FichierRefuse when the disk is full.
    """
    with sans_orphelin(), transaction.atomic():
        lettre = LettreDroit.objects.select_for_update(no_key=True).get(pk=lettre_id)
        if lettre.est_scellee:
            return lettre
        droit = Droit.objects.get(pk=lettre.droit_id)
        lettre.document = garder(
            _examen(lettre, scelle.octets),
            auteur=lettre.demandee_par,
            gestionnaire_id=droit.gestionnaire_id,
            caf_id=droit.caf_id,
            le=le,
        )
        lettre.serie = scelle.serie
        lettre.save(update_fields=["document", "serie"])
        _raconter("droit.lettre_scellee", lettre, droit, None, le)
        return lettre


def tient(lettre: LettreDroit) -> bool:
    """Tell whether a letter is still worth handing out: its seal was not made void since."""
    return not (lettre.serie and est_compromise(lettre.serie))


def est_a_jour(lettre: LettreDroit, droit: Droit) -> bool:
    """Tell whether a letter still says what the right is."""
    return tient(lettre) and bool(lettre.contenu["dit"] == contenu(droit))


def empreinte_de(dit: dict[str, Any]) -> str:
    """SHA-256 of all that a letter says: keys sorted, no space, UTF-8."""
    texte = json.dumps(dit, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()


def motif_du_cachet(lettre: LettreDroit) -> str:
    """The reason that the seal states and covers: which letter, and the hash of what it says."""
    return f"Notification de droit {lettre.reference}, empreinte {lettre.empreinte}"


def nom_de_fichier(lettre: LettreDroit) -> str:
    """« droit-LD-73-7KQ2M9XD.pdf »."""
    return f"droit-{lettre.reference}.pdf"


def _creer(droit: Droit, dit: dict[str, Any], acteur: Acteur) -> LettreDroit:
    reference = f"LD-{droit.caf.code}-{''.join(secrets.choice(CHIFFRES) for _ in range(8))}"
    tout = {"reference": reference, "le": acteur.maintenant.isoformat(), "dit": dit}
    lettre = LettreDroit.objects.create(
        droit=droit,
        reference=reference,
        contenu=tout,
        empreinte=empreinte_de(tout),
        demandee_par=acteur.utilisateur,
        demandee_le=acteur.maintenant,
    )
    _raconter("droit.lettre_demandee", lettre, droit, acteur.utilisateur, acteur.maintenant)
    return lettre


def _raconter(action: str, lettre: LettreDroit, droit: Droit, auteur: Any, le: datetime) -> None:
    details = {"reference": lettre.reference, "empreinte": lettre.empreinte, "droit": droit.pk}
    if lettre.document is not None:
        details["fichier"] = lettre.document.sha256
    journal.ecrire(
        action,
        auteur=auteur,
        objet=lettre,
        gestionnaire_id=droit.gestionnaire_id,
        caf_id=droit.caf_id,
        details=details,
        le=le,
    )


def _faire_sceller(lettre: LettreDroit) -> None:
    if lettre.est_scellee:
        return

    def demander() -> None:
        # One attempt: a queue that is down must not hold a page back; beat asks again.
        current_app.send_task(SCELLER, [lettre.pk], retry=False, ignore_result=True)

    transaction.on_commit(demander, robust=True)


def _examen(lettre: LettreDroit, pdf: bytes) -> Examen:
    """Ours: nothing to be recognised in it."""
    nom = nom_de_fichier(lettre)
    fichier = SimpleUploadedFile(nom, pdf, content_type="application/pdf")
    return Examen(fichier, nom, TYPES["pdf"], len(pdf), hashlib.sha256(pdf).hexdigest())
