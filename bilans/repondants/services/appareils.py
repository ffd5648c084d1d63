"""Letting a device in: a code sent to the address of the respondent, asked once per device."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bilans.models import CodeAppareil, Repondant
from bilans.repondants.regles.codes import (
    CHIFFRES,
    CodeEnvoye,
    Verdict,
    empreinte_du_code,
    juger,
    peut_envoyer,
)
from portal.socle import courriels


@transaction.atomic
def envoyer_un_code(repondant_id: int) -> bool:
    """Send a new code to the address of a respondent; tell whether one left.

    Not when one has just left, nor beyond so many a day: whoever holds the link cannot fill a
    mailbox. The former code is worth nothing any more.
    """
    maintenant = timezone.now()
    repondant = (
        Repondant.objects.select_for_update(of=("self",))
        .select_related("utilisateur", "bilan__version__questionnaire")
        .get(pk=repondant_id)
    )
    envoyes = repondant.codes.filter(envoye_le__gt=maintenant - timedelta(days=1))
    dernier = envoyes.order_by("-envoye_le").values_list("envoye_le", flat=True).first()
    if not peut_envoyer(dernier, envoyes.count(), maintenant):
        return False
    code = f"{secrets.randbelow(10**CHIFFRES):0{CHIFFRES}d}"
    repondant.codes.create(
        empreinte=empreinte_du_code(code, repondant.cle.hex), envoye_le=maintenant
    )
    texte, html = courriels.rendre(
        "code_repondant",
        {"prenom": repondant.utilisateur.prenom, "code": code, "bilan": repondant.bilan},
    )
    courriels.deposer(
        repondant.utilisateur.email,
        "Votre code d’accès au questionnaire",
        texte,
        html=html,
        destinataire_id=repondant.utilisateur_id,
        confidentiel=True,
        maintenant=maintenant,
    )
    return True


def essayer(repondant_id: int, code: str) -> Verdict:
    """Try a code; the try counts whatever becomes of it, and a right one serves once."""
    maintenant = timezone.now()
    with transaction.atomic():
        repondant = Repondant.objects.select_for_update(of=("self",)).get(pk=repondant_id)
        dernier = repondant.codes.order_by("-envoye_le", "-pk").first()
        verdict = juger(_en_cours(dernier), code, repondant.cle.hex, maintenant)
        if dernier is None or verdict == Verdict.EXPIRE:
            return verdict
        CodeAppareil.objects.filter(pk=dernier.pk).update(
            essais=F("essais") + 1,
            utilise_le=maintenant if verdict == Verdict.JUSTE else None,
        )
        if verdict == Verdict.JUSTE and repondant.ouvert_le is None:
            Repondant.objects.filter(pk=repondant_id).update(ouvert_le=maintenant)
        return verdict


def _en_cours(code: CodeAppareil | None) -> CodeEnvoye | None:
    if code is None or code.utilise_le is not None:
        return None
    return CodeEnvoye(code.empreinte, code.envoye_le, code.essais)
