"""Written reasons of the declarations: instruction, windows and their rules, papers."""

from datetime import date

from declarations.models import RegleCalendrier
from declarations.regles.calendrier import Fenetre
from declarations.services import (
    assistance,
    derogations,
    elargissement,
    fenetres,
    instruction,
    justifications,
    ouvrir_fenetres,
    pieces,
    regles_caf,
    volets,
)
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, Monde, acteur
from tests.tables_motifs.actes import Table, du_conseiller


def _correction(monde: Monde, motif: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "en_instruction")
    instruction.demander_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif=motif,
        pour_le=JOUR,
        volets=("finances",),
    )


def _elargissement(monde: Monde, motif: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    elargissement.elargir_correction(
        declaration.pk,
        acteur=acteur(monde.conseiller),
        motif=motif,
        pour_le=JOUR,
        volets=("activite",),
    )


def _rectificative(monde: Monde, motif: str) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "validee")
    instruction.ouvrir_rectificative(
        declaration.pk, acteur=acteur(monde.conseiller), motif=motif, pour_le=JOUR
    )


def _retrait(monde: Monde, motif: str) -> None:
    qui = monde.passerelles.activite
    piece = joindre_par(monde.declaration(), qui)
    pieces.retirer(piece.dossier_id, piece.pk, acteur=acteur(qui), motif=motif)


DATES_DE_REGLE = regles_caf.DatesDeRegle(16, 1, 1, 31, 3, 1, 30)


def _regle_de_caf(monde: Monde, motif: str) -> RegleCalendrier:
    commun = {"dispositif": "er", "nature": "reelle", "marque": "P"}
    champs = {**vars(DATES_DE_REGLE), **commun, "source": "Calendrier publié"}
    nationale, _ = RegleCalendrier.objects.get_or_create(
        caf=None, dispositif="er", nature="reelle", numero=0, defaults=champs
    )
    return regles_caf.regler(
        nationale.pk,
        monde.caf.pk,
        dates=DATES_DE_REGLE,
        source="Courrier",
        motif=motif,
        acteur=acteur(monde.conseiller),
    )


def _regle_abandonnee(monde: Monde, motif: str) -> None:
    propre = _regle_de_caf(monde, "Le conseil d’administration vote plus tard.")
    regles_caf.revenir_au_national(propre.pk, motif=motif, acteur=acteur(monde.conseiller))


def _justification(monde: Monde, motif: str) -> None:
    declaration = jusqu_a(monde.declaration("reelle", 2025), monde, "validee")
    suivante = monde.declaration("previsionnelle", 2026)
    lieu = monde.er.lieux.order_by("nom")[0].pk
    jusqu_a(suivante, monde, "en_saisie", changements={f"lieux.l{lieu}.heures_entretiens": "300"})
    assert declaration.pk
    justifications.justifier(
        suivante.pk,
        "C06:heures_entretiens",
        acteur=acteur(monde.passerelles.activite),
        motif="activite",
        texte=motif,
    )


TABLE: Table = {
    assistance.assister: du_conseiller(assistance.assister),
    derogations.accorder_derogation: du_conseiller(
        derogations.accorder_derogation, expire_le=date(2026, 5, 1)
    ),
    derogations.retirer_derogation: du_conseiller(derogations.retirer_derogation),
    instruction.retirer_correction: du_conseiller(instruction.retirer_correction),
    instruction.declarer_sans_objet: du_conseiller(instruction.declarer_sans_objet),
    instruction.retablir: du_conseiller(instruction.retablir),
    instruction.demander_correction: _correction,
    elargissement.elargir_correction: _elargissement,
    instruction.ouvrir_rectificative: _rectificative,
    justifications.justifier: _justification,
    pieces.retirer: _retrait,
    fenetres.dater: lambda m, motif: fenetres.dater(
        m.declaration().campagne_id,
        dates=Fenetre(JOUR, JOUR, JOUR),
        motif=motif,
        acteur=acteur(m.conseiller),
    ),
    ouvrir_fenetres.ouvrir_fenetre: lambda m, motif: ouvrir_fenetres.ouvrir_fenetre(
        caf=m.caf.pk,
        dispositif="er",
        nature="previsionnelle",
        annee=2026,
        dates=Fenetre(JOUR, JOUR, JOUR),
        motif=motif,
        acteur=acteur(m.conseiller),
    ),
    ouvrir_fenetres.retirer_fenetre: lambda m, motif: ouvrir_fenetres.retirer_fenetre(
        m.declaration().campagne_id, motif=motif, acteur=acteur(m.conseiller)
    ),
    regles_caf.regler: _regle_de_caf,
    regles_caf.revenir_au_national: _regle_abandonnee,
    volets.renvoyer_volet: lambda m, motif: volets.renvoyer_volet(
        1, "finances", acteur=acteur(m.passerelles.approbateur), motif=motif
    ),
}
