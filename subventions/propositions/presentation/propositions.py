"""A proposal, and what it changes, in words."""

from django.conf import settings

from habilitations.permissions import Acteur
from portal.socle.composants import Fait
from portal.socle.documents import decrire_fichier
from portal.socle.formats import date_heure_fr, euros, nombre
from portal.socle.francais import compter
from subventions.models import EffetBareme, LigneBareme, PropositionBareme
from subventions.presentation.registre import a_confirmer, valeur_en_mots, validite
from subventions.propositions.models import FONCTIONS_BAREMES
from subventions.regles.parametres import parametre

AUCUNE_EN_COURS = "Aucune estimation en cours ne lit cette valeur."
AUCUN_CHANGEMENT = "Aucune des estimations en cours ne change."


def valeur_dite(valeur: LigneBareme | PropositionBareme) -> str:
    """« 60 % », « 48 000,00 € »."""
    return valeur_en_mots(valeur, parametre(valeur.dispositif, valeur.parametre))


def etat_de(proposition: PropositionBareme) -> tuple[str, str]:
    """Label and tone."""
    if proposition.publiee_le:
        return f"Publiée le {date_heure_fr(proposition.publiee_le)}", "succes"
    if proposition.ecartee_le:
        return f"Écartée le {date_heure_fr(proposition.ecartee_le)}", "neutre"
    return "En attente de publication", "attention"


def faits_de(proposition: PropositionBareme) -> list[Fait]:
    marque = proposition.get_marque_display()
    faits = [
        Fait("Dispositif", proposition.get_dispositif_display()),
        Fait("Paramètre", proposition.libelle[:1].upper() + proposition.libelle[1:]),
        Fait("Valeur", valeur_dite(proposition), " – ".join(a_confirmer(proposition))),
        Fait("Portée", str(proposition.caf) if proposition.caf else "Nationale"),
        Fait("Exercices", validite(proposition)),
        Fait("Source", proposition.source, marque),
        Fait("Document", decrire_fichier(proposition.document)),
        Fait("Motif", proposition.motif),
        Fait("Proposée par", str(proposition.proposee_par), date_heure_fr(proposition.proposee_le)),
        Fait("État", etat_de(proposition)[0]),
    ]
    if proposition.publiee_par:
        faits.append(Fait("Publiée par", str(proposition.publiee_par)))
    if proposition.ecartee_par:
        faits.append(Fait("Écartée par", str(proposition.ecartee_par), proposition.ecartee_motif))
    return faits


def remplacees(proposition: PropositionBareme) -> list[str]:
    """The values in force that a proposal takes the place of: « 80,00 €, depuis 2024 »."""
    lignes = LigneBareme.objects.en_vigueur().chevauchant(
        proposition.dispositif,
        proposition.parametre,
        proposition.caf,
        proposition.debut,
        proposition.fin,
    )
    return [f"{valeur_dite(ligne)}, {validite(ligne)}" for ligne in lignes]


def effet_en_mots(effet: EffetBareme, acteur: Acteur, caf_id: int | None) -> list[str]:
    """« 212 estimations en cours changent, de … à … »; sums of a few are told to their Caf alone.

    The nation reads aggregates: under the threshold of small groups, a sum would be somebody's.
    """
    if not effet.total:
        return [AUCUNE_EN_COURS]
    sienne = caf_id is not None and caf_id in acteur.cafs_comme(FONCTIONS_BAREMES)
    phrases = []
    if effet.changees:
        verbe = "changent" if effet.changees > 1 else "change"
        combien = compter(effet.changees, "estimation en cours", "estimations en cours")
        sommes = (
            f"de {euros(effet.avant)} à {euros(effet.apres)} "
            f"({_ecart(effet)}) – sur {nombre(effet.total)} examinées"
        )
        suite = sommes if sienne or _assez(effet.changees) else _tu()
        phrases.append(f"{combien} {verbe}, {suite}.")
    if effet.ouvertes:
        verbe = "ont" if effet.ouvertes > 1 else "a"
        combien = compter(effet.ouvertes, "estimation", "estimations")
        somme = f" : {euros(effet.montant_ouvert)}" if sienne or _assez(effet.ouvertes) else ""
        phrases.append(
            f"{combien} qui n’{'avaient' if effet.ouvertes > 1 else 'avait'} pas de montant, faute "
            f"de barème, en {verbe} un{somme}."
        )
    return phrases or [AUCUN_CHANGEMENT]


def _assez(combien: int) -> bool:
    return bool(combien >= settings.SEUIL_PETITS_EFFECTIFS)


def _tu() -> str:
    return (
        f"dont les montants ne sont pas montrés (moins de {settings.SEUIL_PETITS_EFFECTIFS} "
        "dossiers)"
    )


def _ecart(effet: EffetBareme) -> str:
    ecart = effet.apres - effet.avant
    return f"{'+' if ecart > 0 else ''}{euros(ecart)}"
