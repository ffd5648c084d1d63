"""Frozen computations made by the thousand, each with its équipement, its file and its right."""

from random import Random
from typing import Any

LOT, VARIANTES, ANNEE = 2_000, 300, 2025
PORTEFEUILLES = 40


def generer(combien: int) -> None:
    """Write what is missing: one équipement, its file, its computation and its right each.

    Tables are counted again as they grow: plans made while they were empty would read them whole at
    each row.
    """
    from django.db import connection

    from habilitations.models import Caf, Gestionnaire, Portefeuille
    from portal.accueil.referentiels import charger_referentiels
    from subventions.models import Calcul

    charger_referentiels()
    caf = Caf.objects.order_by("code")[0]
    gestionnaire, _ = Gestionnaire.objects.get_or_create(
        siret="98123400800010", defaults={"nom": "Banc", "nature": "association"}
    )
    portefeuilles = [
        Portefeuille.objects.get_or_create(
            caf=caf, nom=f"Portefeuille {rang}", defaults={"titulaire": demandeur()}
        )[0]
        for rang in range(PORTEFEUILLES)
    ]
    patrons = _patrons(Random(12))
    for debut in range(Calcul.objects.count(), combien, LOT):
        rangs = range(debut, min(debut + LOT, combien))
        _ecrire(rangs, patrons, gestionnaire, portefeuilles)
        with connection.cursor() as curseur:
            curseur.execute("ANALYZE")


def demandeur() -> Any:
    from habilitations.models import Utilisateur

    return Utilisateur.objects.get_or_create(email="banc@exemple.test")[0]


def _patrons(hasard: Random) -> list[tuple[str, dict[str, Any], Any]]:
    """Dispositif, data and estimation, with the barème of the tests: few barèmes, many data."""
    from subventions.referentiels import plan_comptable
    from subventions.regles.bareme import lire_bareme
    from subventions.regles.moteur import estimer
    from tests.subventions.outils import BAREMES, collectif, lieu, poste

    rendus = []
    for rang in range(VARIANTES):
        dispositif = ("cct", "clas", "er")[rang % 3]
        charges = {"60": f"{hasard.randint(500, 9000)}.00", "64": f"{hasard.randint(9, 90)}000.00"}
        combien = hasard.randint(1, 4)
        donnees: dict[str, Any] = {
            "cct": {"postes": [poste(f"{hasard.randint(20, 60)}000.00") for _ in range(combien)]},
            "clas": {
                "charges": charges,
                "collectifs_notifies": combien,
                "collectifs": [collectif(hasard.random() < 0.5) for _ in range(combien)],
            },
            "er": {"charges": charges, "lieux": [lieu(str(hasard.randint(50, 900)))] * combien},
        }[dispositif]
        bareme, _ = lire_bareme(dispositif, BAREMES[dispositif])
        estimation = estimer(dispositif, donnees, bareme, plan_comptable(), ANNEE)
        rendus.append((dispositif, donnees, estimation))
    return rendus


def _ecrire(rangs: range, patrons: list[Any], gestionnaire: Any, portefeuilles: list[Any]) -> None:
    from django.db import transaction
    from django.utils import timezone

    from habilitations.models import Equipement
    from portal.accueil.peuplement.sommeil import evenements_ecrits_ici
    from portal.dossiers.models import Dossier
    from subventions.models import Droit, NatureDroit

    maintenant, caf = timezone.now(), portefeuilles[0].caf
    with transaction.atomic(), evenements_ecrits_ici():
        equipements = Equipement.objects.bulk_create(
            Equipement(
                caf=caf,
                gestionnaire=gestionnaire,
                portefeuille=portefeuilles[rang % PORTEFEUILLES],
                dispositif=patrons[rang % VARIANTES][0],
                nom=f"Équipement {rang}",
                organisation="mono_lieu" if patrons[rang % VARIANTES][0] == "er" else "",
            )
            for rang in rangs
        )
        siens = [{"caf": caf, "gestionnaire": gestionnaire, "equipement": e} for e in equipements]
        communs = [
            champs | {"dispositif": champs["equipement"].dispositif, "annee": ANNEE}
            for champs in siens
        ]
        dossiers = Dossier.objects.bulk_create(
            Dossier(**champs, nature="banc", etat="banc", etat_depuis=maintenant)
            for champs in communs
        )
        calculs = _calculs(communs, [patrons[rang % VARIANTES] for rang in rangs])
        Droit.objects.bulk_create(
            Droit(
                **champs,
                nature=NatureDroit.REEL,
                dossier=dossier,
                calcul=calcul,
                etat="definitif",
                ouvert_le=maintenant,
                definitif_le=maintenant,
            )
            for champs, dossier, calcul in zip(communs, dossiers, calculs, strict=True)
        )


def _calculs(communs: list[dict[str, Any]], patrons: list[Any]) -> list[Any]:
    from subventions.models import Calcul
    from subventions.services.estimations import donnees_en_texte

    calculs = []
    for champs, (_, donnees, estimation) in zip(communs, patrons, strict=True):
        brut = estimation.en_json()
        figes = {cle: brut[cle] for cle in ("bareme", "etapes", "manquants", "mesures")}
        calcul = Calcul(
            **champs,
            **figes,
            statut=estimation.statut,
            montant=estimation.montant,
            donnees=donnees_en_texte(donnees),
        )
        calcul.empreinte = calcul.calculer_empreinte()
        calculs.append(calcul)
    return Calcul.objects.bulk_create(calculs)
