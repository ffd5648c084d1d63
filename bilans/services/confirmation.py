"""The e-mail that confirms a sending and recalls what was sent, to whoever took part in it."""

from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse

from bilans.models import EnvoiBilan
from bilans.regles.avancement import section_de
from bilans.regles.questionnaire import Question
from bilans.repondants.services.liens import adresse_pour, liens_du_bilan
from bilans.services.avis import RELECTEUR
from bilans.services.bilan import BilanVerrouille
from habilitations.models import Utilisateur
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.saisie.regles.valeurs import Valeur
from portal.socle import courriels

CONFIRMATION = "confirmation"
# A long text is read on the portal.
LONGUEUR_MAX = 400
Rappel = list[tuple[str, list[tuple[str, str]]]]


def confirmer(
    dossier: BilanVerrouille, envoi: EnvoiBilan, destinataires: Sequence[Utilisateur]
) -> None:
    """Keep one e-mail for each of them, in the caller's transaction.

    Who answers by a personal link is led back by it.
    """
    bilan = dossier.bilan
    liens = liens_du_bilan(bilan, dossier.jour)
    page = reverse("bilans:bilan", args=[bilan.pk])
    contexte = {"bilan": bilan, "envoi": envoi, "rappel": rappel(dossier)}
    for personne in destinataires:
        lien = liens.get(personne.pk)
        pour_elle = {
            "prenom": personne.prenom,
            "moi": personne == envoi.par,
            "adresse": adresse_pour(lien, page),
        }
        texte, html = courriels.rendre("bilan_transmis", contexte | pour_elle)
        courriels.deposer(
            personne.email,
            f"Bilan transmis à la Caf – {bilan.reference}",
            texte,
            html=html,
            destinataire_id=personne.pk,
            concerne=bilan,
            gestionnaire_id=bilan.gestionnaire_id,
            caf_id=bilan.caf_id,
            confidentiel=lien is not None,
            relecteur=RELECTEUR,
            parametres={"genre": CONFIRMATION, "envoi": envoi.pk},
            maintenant=envoi.le,
        )


def rappel(dossier: BilanVerrouille) -> Rappel:
    """What was answered, section by section: only what counts, in reading order."""
    comptees = dossier.etat.comptees
    places = [e for e in dossier.etat.emplacements if e.chemin in comptees]
    return [
        (section.titre, [(e.libelle_complet, _ecrire(e.champ, comptees[e.chemin])) for e in siens])
        for section, siens in groupby(places, lambda e: section_de(dossier.questionnaire, e))
    ]


def _ecrire(question: Question, valeur: Valeur) -> str:
    ecrite = ecrire_valeur(question, valeur)
    return ecrite if len(ecrite) <= LONGUEUR_MAX else f"{ecrite[:LONGUEUR_MAX]}…"
