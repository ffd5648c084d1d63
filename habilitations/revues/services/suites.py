"""Who is told of a wave: those whose rights it touched, their managers, the Caf when it stops."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Fonction,
    Habilitation,
    Utilisateur,
    Vague,
)
from habilitations.services.prevenir import gestionnaires_de, prevenir
from portal.socle import courriels
from portal.socle.francais import chez, de, de_la, enumerer

TITRES = {
    Vague.Genre.REVUE_SUSPENSION: "Des accès sont suspendus faute de réponse",
    Vague.Genre.REVUE_RETRAIT: "Des accès sont retirés faute de réponse",
    Vague.Genre.SOMMEIL: "Des accès en sommeil sont suspendus",
}
PHRASES = {
    Vague.Genre.REVUE_SUSPENSION: "La revue des accès {du_partenaire} est restée sans réponse pour "
    "{gens} : les droits correspondants sont suspendus. Une réponse sur le portail les reprend.",
    Vague.Genre.REVUE_RETRAIT: "La revue des accès {du_partenaire} est restée sans réponse pour "
    "{gens} : les droits correspondants, qui étaient suspendus, sont retirés.",
    Vague.Genre.SOMMEIL: "Faute de connexion depuis plusieurs mois, les droits {des_gens} "
    "{chez_lui} sont suspendus. La Caf peut les reprendre.",
}


def dire_la_vague(genre: str, droits: Sequence[Habilitation], maintenant: datetime) -> None:
    """One e-mail for each person touched and each manager, partner by partner."""
    par_partenaire: dict[tuple[int, int], list[Habilitation]] = defaultdict(list)
    for droit in droits:
        par_partenaire[droit.caf_id, droit.gestionnaire_id].append(droit)
    jour = timezone.localdate(maintenant)
    bases = Adhesion.objects.select_related("caf", "gestionnaire")
    for (caf, gestionnaire), siens in par_partenaire.items():
        base = bases.get(caf=caf, gestionnaire=gestionnaire)
        gens: list[Utilisateur] = list(dict.fromkeys(d.utilisateur for d in siens))
        noms, nom = [str(qui) for qui in gens], base.gestionnaire.nom
        phrase = PHRASES[Vague.Genre(genre)].format(
            du_partenaire=de_la(nom),
            chez_lui=chez(nom),
            gens=enumerer(noms),
            des_gens=enumerer([de(qui) for qui in noms]),
        )
        prevenir(
            [*gens, *gestionnaires_de(base, jour)],
            TITRES[Vague.Genre(genre)],
            [phrase],
            base=base,
            maintenant=maintenant,
        )


def prevenir_de_l_arret(vague: Vague, maintenant: datetime) -> int:
    """Write to the responsables of the Caf that a wave waits for one of them."""
    agents = AffectationAgent.objects.actives(timezone.localdate(maintenant)).filter(
        caf=vague.caf_id, fonction=Fonction.RESPONSABLE_HABILITATIONS
    )
    combien = 0
    for agent in agents.select_related("utilisateur"):
        texte, html = courriels.rendre("vague_arretee", {"qui": agent.utilisateur, "vague": vague})
        courriels.deposer(
            agent.utilisateur.email,
            f"Le portail s’est arrêté avant de toucher {vague.nombre} droits",
            texte,
            html=html,
            destinataire_id=agent.utilisateur_id,
            concerne=vague,
            caf_id=vague.caf_id,
            maintenant=maintenant,
        )
        combien += 1
    return combien
