"""Proposals as people make, look at and publish them."""

from typing import Any
from uuid import uuid4

from habilitations.models import Caf, Fonction, Utilisateur
from habilitations.permissions import Acteur
from subventions.models import PropositionBareme
from subventions.propositions.services.ecriture import Valeur
from subventions.propositions.services.effet import calculer
from subventions.propositions.services.proposition import proposer
from subventions.propositions.services.publication import publier
from tests.monde import MAINTENANT, Monde, acteur, agent
from tests.socle import fichiers

MOTIF = "La circulaire du 12 janvier fixe ce plafond pour tous."


def seconde() -> Acteur:
    """Another national administrator, there once."""
    qui = Utilisateur.objects.filter(email="seconde@exemple.test").first()
    fonction = Fonction.ADMINISTRATEUR_NATIONAL
    return acteur(qui or agent(None, fonction, "seconde", "Solène", "Seconde"))


def valeur(caf: Caf | None = None, **champs: Any) -> Valeur:
    """The hourly ceiling of the ER, from 2025."""
    defaut: dict[str, Any] = {
        "caf_id": caf.pk if caf else None,
        "dispositif": "er",
        "parametre": "plafond_horaire",
        "valeur": "90",
        "debut": 2025,
        "fin": None,
        "source": "Circulaire du 12 janvier 2026",
        "marque": "P",
    }
    return Valeur(**(defaut | champs))


def proposee(
    monde: Monde, caf: Caf | None = None, *, par: Acteur | None = None, **champs: Any
) -> PropositionBareme:
    """A proposal: of the nation, or of a Caf by its CCD. Its effect is not computed yet."""
    return proposer(
        valeur(caf, **champs),
        motif=MOTIF,
        fichier=fichiers.televerse(fichiers.PDF, "circulaire.pdf"),
        jeton=uuid4(),
        acteur=par or acteur(monde.ccd if caf else monde.national),
    )


def publiee(monde: Monde, caf: Caf | None = None, **champs: Any) -> PropositionBareme:
    """The same, its effect read, published by a second person."""
    proposition = proposee(monde, caf, **champs)
    calculer(proposition.pk, MAINTENANT)
    return publier(proposition.pk, acteur=seconde())
