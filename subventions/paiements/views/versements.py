"""Acts on one line of a lot: taken out before the order, sent back by the bank after it."""

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from habilitations.requetes import Requete
from portal.socle.actes import a_l_ouverture, envoye, interdire, mener
from portal.socle.formulaires import MotifForm
from subventions.paiements.models import Versement
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.services import lots as services
from subventions.paiements.services import reglements
from subventions.paiements.services.acces import est_conseiller
from subventions.paiements.views.cadre import CAF_SEULE, annoncer_lot

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def retirer(request: Requete, pk: int) -> HttpResponse:
    versement = _versement(request, pk)
    annonce = annoncer_lot(
        versement.lot,
        titre="Retirer un versement du lot",
        texte=f"« {versement} » redevient à proposer.",
        libelle="Retirer",
        succes="Le versement est retiré du lot.",
    )
    service = partial(services.retirer_versement, pk)
    retirable = versement.etat == EtatVersement.PROPOSE
    refus = a_l_ouverture(request, not retirable, "Ce versement n’attend plus d’ordre.")
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def rejeter(request: Requete, pk: int) -> HttpResponse:
    versement = _versement(request, pk)
    annonce = annoncer_lot(
        versement.lot,
        titre="Enregistrer un rejet de la banque",
        texte=f"« {versement} » redevient dû ; le partenaire est prévenu, pour vérifier son "
        "compte.",
        libelle="Enregistrer le rejet",
        succes="Le rejet est enregistré : l’échéance est de nouveau due.",
        danger=True,
    )
    service = partial(reglements.rejeter_versement, pk)
    parti = versement.etat in (EtatVersement.ORDONNE, EtatVersement.PAYE)
    refus = a_l_ouverture(request, not parti, "La banque n’a pas ce versement à renvoyer.")
    refus = refus or a_l_ouverture(request, not versement.net, reglements.TOUT_RETENU)
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


def _versement(request: Requete, pk: int) -> Versement:
    visibles = Versement.objects.visibles_par(request.acteur)
    versement = visibles.select_related("lot__caf", "equipement").filter(pk=pk).first()
    if versement is None:
        raise Http404("Ce versement n’existe pas, ou il n’est pas de votre Caf.")
    if not est_conseiller(versement.caf_id, request.acteur):
        interdire(CAF_SEULE)
    return versement
