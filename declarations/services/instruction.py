"""What the adviser does with a declaration received, or that should not have been called."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from declarations.models import DemandeCorrection, Version
from declarations.regles.etats import ACTES, Action, Etat
from declarations.regles.grille import VOLETS
from declarations.services.dossier import DossierVerrouille, ouvrir
from declarations.services.droits import annuler_le_droit, retablir_le_droit, valider_le_droit
from declarations.services.integrite import exiger_intacte_pour_agir
from declarations.services.nouvelles import annoncer_acte
from declarations.services.relecture import marque_de_la_version
from declarations.services.reouverture import abandonner, copier
from habilitations.permissions import Acteur
from portal.dossiers.regles.a_rendre import bornes_de_la_demande
from portal.dossiers.services.relecture import exiger_relu
from portal.socle.motifs import exiger_motif
from portal.socle.refus import DemandeInvalide


@transaction.atomic
def prendre_en_charge(declaration_id: int, *, acteur: Acteur) -> None:
    """Start the processing of a declaration received. Raises ActionRefusee."""
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.PRENDRE_EN_CHARGE)
    dossier.accomplir(Action.PRENDRE_EN_CHARGE, situation)


@transaction.atomic
def valider(declaration_id: int, *, acteur: Acteur, vu: str = "") -> None:
    """Validate the version in hand, which counts from now on, and its right with it.

    ``vu`` is the mark of what the page showed (``relecture``). Raises ActionRefusee.
    """
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.VALIDER)
    exiger_relu(vu, marque_de_la_version(dossier))
    exiger_intacte_pour_agir(dossier)
    version = dossier.version
    version.validee_le, version.validee_par = dossier.maintenant, acteur.utilisateur
    version.save(update_fields=["validee_le", "validee_par"])
    dossier.declaration.version_en_vigueur = version
    dossier.declaration.save(update_fields=["version_en_vigueur"])
    valider_le_droit(dossier)
    dossier.accomplir(Action.VALIDER, situation)


@transaction.atomic
def demander_correction(
    declaration_id: int,
    *,
    acteur: Acteur,
    motif: str,
    pour_le: date,
    volets: Iterable[str] = (),
    champs: Iterable[str] = (),
    vu: str = "",
) -> Version:
    """Return the declaration to the partner, for named fields or whole volets, by a date.

    Only the sign-offs touched fall. ``vu`` is the mark of what the page showed. Raises
    ActionRefusee, DemandeInvalide.
    """
    return _rouvrir(
        declaration_id,
        acteur,
        Action.DEMANDER_CORRECTION,
        Version.Origine.CORRECTION,
        motif=motif,
        pour_le=pour_le,
        volets=frozenset(volets),
        champs=frozenset(champs),
        vu=vu,
    )


@transaction.atomic
def ouvrir_rectificative(
    declaration_id: int,
    *,
    acteur: Acteur,
    motif: str,
    pour_le: date,
    volets: Iterable[str] = VOLETS,
    champs: Iterable[str] = (),
    vu: str = "",
) -> Version:
    """Open version n+1 beside version n, which counts until n+1 is validated (H).

    On whole volets, both unless said, or on named fields: only the sign-offs touched fall. ``vu``
    is the mark of what the page showed. Raises ActionRefusee, DemandeInvalide.
    """
    return _rouvrir(
        declaration_id,
        acteur,
        Action.RECTIFIER,
        Version.Origine.RECTIFICATIVE,
        motif=motif,
        pour_le=pour_le,
        volets=frozenset(volets),
        champs=frozenset(champs),
        vu=vu,
    )


@transaction.atomic
def retirer_correction(declaration_id: int, *, acteur: Acteur, motif: str) -> Version:
    """Take back a correction or a rectificative opened by mistake, while nobody began it.

    The version sent is again the one at work; returns it. Raises ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez au partenaire pourquoi cette demande est retirée.")
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.RETIRER_CORRECTION)
    declaration, ouverte = dossier.declaration, dossier.version
    transmise = next(v for v in declaration.versions.all() if v.numero == ouverte.numero - 1)
    declaration.version_courante = transmise
    declaration.save(update_fields=["version_courante"])
    dossier.accomplir(Action.RETIRER_CORRECTION, situation, motif)
    abandonner(declaration, ouverte)
    return transmise


@transaction.atomic
def declarer_sans_objet(declaration_id: int, *, acteur: Acteur, motif: str, vu: str = "") -> None:
    """Close a declaration called wrongly, or whose équipement closed.

    ``vu`` is the mark of what the page showed: what was sent meanwhile is read first. Raises
    ActionRefusee, DemandeInvalide.
    """
    motif = exiger_motif(motif, "Indiquez pourquoi cette déclaration est sans objet.")
    dossier = ouvrir(declaration_id, acteur)
    dossier.exiger(Action.DECLARER_SANS_OBJET)
    exiger_relu(vu, marque_de_la_version(dossier))
    declaration = dossier.declaration
    declaration.etat_precedent, declaration.etat = declaration.etat, Etat.SANS_OBJET
    declaration.sans_objet_motif = motif
    declaration.etat_depuis = dossier.maintenant
    declaration.save(update_fields=["etat", "etat_precedent", "sans_objet_motif", "etat_depuis"])
    annuler_le_droit(dossier, motif)
    dossier.journaliser(ACTES[Action.DECLARER_SANS_OBJET].verbe, motif)
    annoncer_acte(dossier, Action.DECLARER_SANS_OBJET, {})


@transaction.atomic
def retablir(declaration_id: int, *, acteur: Acteur, motif: str) -> None:
    """Bring back a declaration wrongly said « sans objet », in the state it had."""
    motif = exiger_motif(motif, "Indiquez pourquoi cette déclaration est rétablie.")
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(Action.RETABLIR)
    declaration = dossier.declaration
    declaration.etat = ACTES.arrivee(Action.RETABLIR, situation)
    declaration.etat_precedent = declaration.sans_objet_motif = ""
    declaration.etat_depuis = dossier.maintenant
    declaration.save(update_fields=["etat", "etat_precedent", "sans_objet_motif", "etat_depuis"])
    retablir_le_droit(dossier, motif)
    dossier.journaliser(ACTES[Action.RETABLIR].verbe, motif)
    annoncer_acte(dossier, Action.RETABLIR, {})


def _rouvrir(
    declaration_id: int,
    acteur: Acteur,
    action: Action,
    origine: str,
    *,
    motif: str,
    pour_le: date,
    volets: frozenset[str],
    champs: frozenset[str],
    vu: str,
) -> Version:
    dossier = ouvrir(declaration_id, acteur)
    situation = dossier.exiger(action)
    exiger_relu(vu, marque_de_la_version(dossier))
    exiger_intacte_pour_agir(dossier)
    motif = exiger_motif(motif, "Indiquez au partenaire ce qui est à corriger.")
    bornes_de_la_demande(dossier.jour).exiger("pour_le", pour_le)
    ouverts = champs_a_ouvrir(dossier, volets, champs)
    if not any(c != [] for c in ouverts.values()):
        raise DemandeInvalide("volets", "Choisissez au moins un volet ou un champ à corriger.")
    nouvelle = copier(dossier.declaration, dossier.version, origine, ouverts, dossier.maintenant)
    DemandeCorrection.objects.create(
        version=nouvelle,
        motif=motif,
        demandee_par=acteur.utilisateur,
        demandee_le=dossier.maintenant,
        pour_le=pour_le,
        volets=sorted(volets),
        champs=sorted(champs),
    )
    dossier.declaration.version_courante = nouvelle
    dossier.declaration.save(update_fields=["version_courante"])
    dossier.accomplir(
        action,
        situation,
        motif,
        pour_le=pour_le.isoformat(),
        volets=sorted(volets),
        champs=sorted(champs),
        nouvelle_version=nouvelle.numero,
    )
    return nouvelle


def champs_a_ouvrir(
    dossier: DossierVerrouille, volets: frozenset[str], champs: frozenset[str]
) -> dict[str, list[str] | None]:
    """For each volet: None when all of it is open, else the chemins named (possibly none)."""
    ouverts: dict[str, list[str] | None] = {}
    connus: set[str] = set()
    for nature in VOLETS:
        modifiables = [
            e.chemin for e in dossier.places(nature).values() if e.champ.origine == "saisie"
        ]
        connus.update(modifiables)
        ouverts[nature] = None if nature in volets else [c for c in modifiables if c in champs]
    if volets - set(VOLETS) or champs - connus:
        raise DemandeInvalide("champs", "Un champ demandé n’existe pas dans cette déclaration.")
    return ouverts
