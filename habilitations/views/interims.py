"""An interim at one partner: the roles of somebody away, held by somebody else for a time."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from habilitations.forms.interims import InterimForm
from habilitations.models import Utilisateur
from habilitations.requetes import Requete
from habilitations.services.accord import refus_d_accorder
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.interims import confier_interim
from habilitations.views.cadre import annoncer, charger_partenaire, mener
from portal.socle.actes import envoye, interdire
from portal.socle.francais import de


@require_http_methods(["GET", "HEAD", "POST"])
def interim(request: Requete, pk: int, utilisateur: int) -> HttpResponse:
    base = charger_partenaire(request.acteur, pk)
    siens = droits_du_partenaire(base).filter(utilisateur=utilisateur)
    absent = get_object_or_404(Utilisateur, pk__in=siens.values("utilisateur"))
    interdire(refus := refus_d_accorder(base, request.acteur))
    annonce = annoncer(
        base,
        titre="Confier un intérim",
        texte=f"La personne tiendra, jusqu’au jour que vous dites, les rôles que tient {absent} "
        "aujourd’hui chez ce partenaire. Elle est prévenue par courriel.",
        cout=f"Les droits {de(str(absent))} ne changent pas ; ceux de l’intérim finissent "
        "d’eux-mêmes.",
        libelle="Confier l’intérim",
        succes="L’intérim est confié, et la personne est prévenue par courriel.",
    )
    initial = {"du": request.acteur.jour}
    formulaire = InterimForm(envoye(request), absent_id=absent.pk, initial=initial)
    service = partial(confier_interim, caf_id=base.caf_id, gestionnaire_id=base.gestionnaire_id)
    return mener(request, base, formulaire, service, annonce, refus)
