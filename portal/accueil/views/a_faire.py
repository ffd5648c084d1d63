"""What I have to do: the first page after login, by what a person is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.presentation.a_faire import BilanAttendu
from bilans.presentation.a_faire import a_faire as bilans_attendus
from bilans.presentation.compteurs import compteurs as compteurs_bilans
from declarations.models import Declaration
from declarations.presentation.a_faire import ActionAttendue
from declarations.presentation.a_faire import a_faire as attendu_de
from declarations.presentation.calendrier import prochaines_dates
from declarations.presentation.compteurs import compteurs, plus_anciennes
from declarations.presentation.contacts import interlocuteurs
from declarations.presentation.echanges import messages_non_lus
from declarations.presentation.lignes import decrire
from declarations.presentation.suivi import declarations_suivies
from habilitations.adhesions.presentation.dossiers import adhesions_en_cours
from habilitations.models import Caf
from habilitations.permissions import Acteur
from habilitations.presentation.alertes import alertes_de
from habilitations.presentation.gestion import a_gerer
from habilitations.presentation.secours import secours_a_cosigner
from habilitations.presentation.suspensions import suspensions_de
from habilitations.requetes import Requete
from habilitations.revues.presentation import revues_a_repondre, vagues_arretees
from portal.accueil.departs import departs_chez
from portal.accueil.supervision import adhesions_a_la_caf
from portal.accueil.supervision import compteurs as compteurs_droits
from subventions.diagnostics.services.acces import diagnostics_a_decider
from subventions.droits.presentation.a_signer import decisions_a_confirmer
from subventions.paiements.presentation.a_signer import comptes_a_confirmer, lots_a_ordonner
from subventions.propositions.services.acces import valeurs_a_publier

ACTIONS_MONTREES = 5
DATES_MONTREES = 4


@require_safe
def a_faire(request: Requete) -> HttpResponse:
    acteur = request.acteur
    contexte: dict[str, Any] = {
        "acteur": acteur,
        "suspensions": suspensions_de(acteur),
        "revues": revues_a_repondre(acteur),
        "a_gerer": a_gerer(acteur),
        "departs": departs_chez(acteur),
    }
    if acteur.est_partenaire:
        contexte |= cote_partenaire(acteur)
    if acteur.est_instructeur:
        contexte |= cote_instruction(acteur)
    contexte["adhesions"] = adhesions_en_cours(acteur)
    if acteur.est_agent:
        contexte |= {
            "secours": secours_a_cosigner(acteur),
            "decisions": decisions_a_confirmer(acteur),
            "valeurs": valeurs_a_publier(acteur),
            "lots": lots_a_ordonner(acteur),
            "comptes": comptes_a_confirmer(acteur),
        }
    if acteur.est_responsable_habilitations:
        contexte |= cote_habilitations(acteur)
    if not acteur.est_partenaire and not acteur.est_agent:
        contexte["cafs"] = cafs_de(acteur)
    return render(request, "accueil/a_faire.html", contexte)


def cote_partenaire(acteur: Acteur) -> dict[str, Any]:
    """What is expected of the person, the next dates, and whom to call."""
    attendu = attendu_de(acteur)
    attendues: list[ActionAttendue | BilanAttendu] = [*attendu.actions, *bilans_attendus(acteur)]
    actions = sorted(attendues, key=lambda a: a.limite.le)
    dates = prochaines_dates(acteur, DATES_MONTREES)
    return {
        "actions": actions[:ACTIONS_MONTREES],
        "combien": len(actions),
        "closes": attendu.closes,
        "avec_partenaire": len({h.gestionnaire_id for h in acteur.habilitations}) > 1,
        "dates": dates,
        # Two Cafs may ask for the same thing on other days.
        "dates_avec_caf": len({date.campagne.caf_id for date in dates}) > 1,
        "interlocuteurs": interlocuteurs(acteur),
        "messages_partenaire": messages_non_lus(
            Declaration.objects.visibles_comme_partenaire(acteur),
            acteur,
            cote_caf=False,
        ),
    }


def cote_instruction(acteur: Acteur) -> dict[str, Any]:
    """What waits at the Caf, and the declarations it has had for longest."""
    anciennes = plus_anciennes(acteur, ACTIONS_MONTREES)
    return {
        "diagnostics": diagnostics_a_decider(acteur),
        "compteurs": compteurs(acteur),
        "compteurs_bilans": compteurs_bilans(acteur),
        "messages_caf": messages_non_lus(declarations_suivies(acteur), acteur, cote_caf=True),
        "anciennes": [(d, decrire(d, acteur, cote_caf=True)) for d in anciennes],
    }


def cote_habilitations(acteur: Acteur) -> dict[str, Any]:
    """What waits for the Caf on rights: alerts, waves to allow, adhesions to look at, holes."""
    attendent = adhesions_a_la_caf(acteur)
    return {
        "alertes": alertes_de(acteur),
        "vagues": vagues_arretees(acteur),
        "adhesions_a_la_caf": attendent[:ACTIONS_MONTREES],
        "compteurs_droits": compteurs_droits(acteur, len(attendent)),
    }


def cafs_de(acteur: Acteur) -> list[Caf]:
    """Cafs that gave this person a right, now or before: those to ask for help."""
    return list(Caf.objects.filter(habilitations__utilisateur=acteur.utilisateur).distinct())
