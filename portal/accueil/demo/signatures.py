"""A demonstration loaded before rights, or adhesions, were signed: its Cafs sign them, once."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Caf,
    Fonction,
    Habilitation,
    Utilisateur,
)
from habilitations.permissions import Acteur
from habilitations.services.signatures_en_masse import signer_les_premiers
from portal.accueil.demo.comptes import adresse

CAFS = Path(__file__).parent / "cafs.toml"


def signer_les_anciens(maintenant: datetime) -> int:
    """Have each Caf sign the rights and adhesions that nobody has signed; return how many."""
    adhesions = Adhesion.objects.filter(signature="", complete_le__isnull=False)
    cafs = Caf.objects.filter(
        Q(habilitations__in=Habilitation.objects.filter(signature="")) | Q(adhesions__in=adhesions)
    )
    signes = 0
    for caf in cafs.distinct().order_by("code"):
        acteur = Acteur(_responsable(caf, maintenant), maintenant)
        droits, bases, _ = signer_les_premiers(caf, acteur=acteur, confirmer=True)
        signes += len(droits) + len(bases)
    return signes


def _responsable(caf: Caf, maintenant: datetime) -> Utilisateur:
    """The Caf's responsable des habilitations, named now where it had none."""
    affectations = AffectationAgent.objects.actives(timezone.localdate(maintenant)).filter(
        caf=caf, fonction=Fonction.RESPONSABLE_HABILITATIONS
    )
    deja = affectations.select_related("utilisateur").first()
    return deja.utilisateur if deja else _nommer(caf, maintenant)


def _nommer(caf: Caf, maintenant: datetime) -> Utilisateur:
    [brute] = [c for c in tomllib.loads(CAFS.read_text())["cafs"] if c["code"] == caf.code]
    [agent] = [a for a in brute["agents"] if a["fonction"] == Fonction.RESPONSABLE_HABILITATIONS]
    noms = {champ: agent[champ] for champ in ("prenom", "nom", "telephone")}
    qui, nouveau = Utilisateur.objects.get_or_create(email=adresse(agent["email"]), defaults=noms)
    if nouveau:
        qui.set_unusable_password()
        qui.save(update_fields=["password"])
    AffectationAgent.objects.create(
        utilisateur=qui,
        caf=caf,
        fonction=Fonction.RESPONSABLE_HABILITATIONS,
        du=timezone.localdate(maintenant),
    )
    return qui
