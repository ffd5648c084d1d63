"""Real worker: the acte of a right just given is made and sealed."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from habilitations.models import ActeHabilitation, Role
from habilitations.permissions import Acteur
from habilitations.services.invitations import Invite, accorder_a
from habilitations.tasks import etablir_acte
from portal import settings as reglages
from portal.socle.models import EtatCourriel
from portal.socle.tasks import tournee
from tests.monde import Monde
from tests.relances.atelier import Atelier, etats, ouvrir, sans_file_commune
from tests.relances.worker import attendre

__all__ = ["ouvrir", "sans_file_commune"]
# Workers log in as in production: as the role that serves, behind the wall.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("derriere_le_mur"),
]


def test_l_acte_d_un_droit_accorde_est_etabli_et_scelle(
    monde: Monde, ouvrir: Callable[..., Atelier]
) -> None:
    """Two roles given one after the other, the task run for each: one act, sealed, on the disk."""
    worker = ouvrir().embaucher()
    ici = {"caf_id": monde.caf.pk, "gestionnaire_id": monde.passerelles.gestionnaire.pk}
    qui = Acteur(monde.responsable, timezone.now())
    droits = [
        accorder_a(
            Invite("zoe@exemple.test", "Zoé", "Zola"),
            **ici,
            role=role,
            equipements=None,
            du=qui.jour,
            au=None,
            acteur=qui,
        )
        for role in (Role.APPROBATEUR, Role.FOURNISSEUR_FINANCES)
    ]
    for droit in droits:
        worker.confier(etablir_acte, droit.pk)
    attendre(lambda: ActeHabilitation.objects.filter(document__isnull=False).exists())
    worker.confier(etablir_acte, droits[0].pk)
    worker.confier(tournee)
    attendre(lambda: etats() <= {EtatCourriel.ENVOYE})
    acte = ActeHabilitation.objects.select_related("document").get()
    assert len(acte.contenu["droits"]) == 2
    assert acte.demande_par == monde.responsable
    dossier = Path(reglages.STORAGES["documents"]["OPTIONS"]["location"])
    octets = (dossier / acte.document.chemin).read_bytes()
    assert sha256(octets).hexdigest() == acte.document.sha256
    assert octets.startswith(b"%PDF")
