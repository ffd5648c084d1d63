"""Whoever asks for a written reason asks the same function: forms and services, one by one."""

import inspect
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django import forms

from bilans.services import campagnes, campagnes_nationales, complements, modifications, validation
from bilans.services import derogations as derogations_bilans
from bilans.services import pieces as pieces_des_bilans
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
from habilitations.adhesions.services import cloture, invitations
from habilitations.adhesions.services import pieces as pieces_d_adhesion
from habilitations.annuaire.services import equipements as equipements_annuaire
from habilitations.annuaire.services import gestionnaires as gestionnaires_annuaire
from habilitations.models import CleCaf
from habilitations.revues.services import accords
from habilitations.services import (
    adhesions,
    cles,
    delegations,
    fins,
    mots_de_passe,
    secours,
    suites,
    suspensions,
    transferts,
)
from habilitations.services.invitations import Invite
from portal.dossiers.services import pieces as pieces_des_dossiers
from portal.relances.services import decisions
from portal.saisie.regles.envoi import Envoi
from portal.socle.formulaires import Acte, ChampMotif, ChampTexte
from portal.socle.motifs import TROP_COURT, TROP_REPETE
from portal.socle.refus import DemandeInvalide
from subventions.diagnostics.services import demandes as diagnostics
from subventions.droits.services import decisions as decisions_droits
from subventions.droits.services import reglages as reglages_droits
from subventions.droits.services import suspensions as suspensions_droits
from subventions.paiements.services import comptes as comptes_bancaires
from subventions.paiements.services import ecarts, indus, profils, reglements
from subventions.paiements.services import lots as lots_paiement
from subventions.propositions.services import proposition as propositions
from tests.bilans.bilans import bilan_cct
from tests.bilans.services.test_pieces import joindre_par as joindre_au_bilan
from tests.declarations.pieces import joindre_par
from tests.declarations.remplir import jusqu_a
from tests.dossiers.fabriques import dossier
from tests.dossiers.pieces import piece as piece_en_base
from tests.habilitations.adhesions.dossiers import ouvert, recue
from tests.habilitations.adhesions.liens import envoye
from tests.habilitations.fabriques import secours_ouvert, vague_arretee
from tests.habilitations.services.actes import chez, delegue, sans_gestionnaire
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur
from tests.socle import fichiers
from tests.subventions.diagnostics.outils import demande
from tests.subventions.droits.ouverts import droit_de
from tests.subventions.paiements.argent import paye as payer
from tests.subventions.paiements.argent import pret
from tests.subventions.paiements.argent import propose as proposer_un_lot
from tests.subventions.paiements.fabriques import propose as compte_propose
from tests.subventions.paiements.refusees import un_indu_garde
from tests.subventions.propositions.outils import proposee, valeur

RACINE = Path(__file__).parents[1]
APPLICATIONS = (
    "bilans",
    "declarations",
    "habilitations",
    "habilitations/adhesions",
    "habilitations/annuaire",
    "habilitations/revues",
    "portal/dossiers",
    "portal/relances",
    "subventions",
    "subventions/droits",
    "subventions/diagnostics",
    "subventions/propositions",
    "subventions/paiements",
)
REFUSES = (("x", TROP_COURT), ("ok", TROP_COURT), ("a" * 40, TROP_REPETE))


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


def _retrait_commun(monde: Monde, motif: str) -> None:
    piece = piece_en_base(monde, dossier(monde))
    pieces_des_dossiers.retirer(piece, version=1, motif=motif, acteur=acteur(monde.conseiller))


def _retrait_du_bilan(monde: Monde, motif: str) -> None:
    bilan, qui = bilan_cct(monde), monde.passerelles.activite
    piece = joindre_au_bilan(bilan, qui)
    pieces_des_bilans.retirer(bilan.pk, piece.pk, acteur=acteur(qui), motif=motif)


def _piece_d_adhesion(monde: Monde, motif: str) -> None:
    piece = recue(monde, ouvert(monde))
    pieces_d_adhesion.refuser(
        piece.dossier_id, piece.pk, acteur=acteur(monde.responsable), motif=motif
    )


def _lien_revoque(monde: Monde, motif: str) -> None:
    dossier = ouvert(monde)
    lien, responsable = envoye(monde, dossier), acteur(monde.responsable)
    invitations.revoquer(dossier.pk, lien.pk, motif=motif, acteur=responsable)


def _cle_revoquee(monde: Monde, motif: str) -> None:
    cle = CleCaf.objects.get(caf=monde.caf).identifiant
    cles.revoquer_cle(cle, depuis=MAINTENANT, motif=motif, acteur=acteur(monde.responsable))


def _delegation_retiree(monde: Monde, motif: str) -> None:
    delegation, _ = delegue(monde)
    delegations.retirer_delegation(delegation.pk, motif=motif, acteur=acteur(monde.responsable))


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


def _partenaire_suspendu(monde: Monde, motif: str) -> None:
    adhesions.suspendre_adhesion(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


def _adhesion_signee(monde: Monde, motif: str) -> None:
    """One that somebody changed by hand."""
    monde.passerelles.gestionnaire.adhesions.update(fin_le=JOUR)
    adhesions.signer_adhesion(**chez(monde), motif=motif, acteur=acteur(monde.responsable))


def _personne_suspendue(monde: Monde, motif: str) -> None:
    suites.suspendre_personne(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        monde.passerelles.activite.pk,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


def _du_droit(service: Callable[..., Any]) -> Callable[[Monde, str], Any]:
    def acte(monde: Monde, motif: str) -> None:
        droit = monde.passerelles.activite.habilitations.get()
        service(droit.pk, motif=motif, acteur=acteur(monde.responsable))

    return acte


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


def _du_conseiller(service: Callable[..., Any], **options: Any) -> Callable[[Monde, str], Any]:
    """A service that reads the reason before anything else."""

    def acte(monde: Monde, motif: str) -> None:
        service(1, acteur=acteur(monde.conseiller), motif=motif, **options)

    return acte


def lot_propose(monde: Monde) -> Any:
    pret(monde)
    return proposer_un_lot(monde)


def lot_paye(monde: Monde) -> Any:
    pret(monde)
    return payer(monde)


def _profil(monde: Monde, motif: str) -> None:
    profils.attribuer(
        monde.caf.pk,
        dispositif="er",
        profil="reel_n2",
        debut=2026,
        nouveaux=False,
        motif=motif,
        acteur=acteur(monde.responsable),
    )


SERVICES: dict[Callable[..., Any], Callable[[Monde, str], Any]] = {
    campagnes.suspendre: _du_conseiller(campagnes.suspendre),
    campagnes.dater: _du_conseiller(campagnes.dater, dates=campagnes.Dates(JOUR, JOUR, JOUR)),
    campagnes_nationales.suspendre_partout: lambda m, motif: campagnes_nationales.suspendre_partout(
        1, 2025, acteur=acteur(m.national), motif=motif
    ),
    campagnes_nationales.dater_partout: lambda m, motif: campagnes_nationales.dater_partout(
        1,
        2025,
        acteur=acteur(m.national),
        motif=motif,
        dates=campagnes.Dates(JOUR, JOUR, JOUR),
    ),
    validation.rouvrir: _du_conseiller(validation.rouvrir),
    validation.declarer_sans_objet: _du_conseiller(validation.declarer_sans_objet),
    validation.retablir: _du_conseiller(validation.retablir),
    complements.demander_complement: _du_conseiller(complements.demander_complement, pour_le=JOUR),
    derogations_bilans.accorder_derogation: _du_conseiller(
        derogations_bilans.accorder_derogation, expire_le=JOUR
    ),
    derogations_bilans.retirer_derogation: _du_conseiller(derogations_bilans.retirer_derogation),
    modifications.modifier: _du_conseiller(modifications.modifier, envoi=Envoi(0, {})),
    assistance.assister: _du_conseiller(assistance.assister),
    derogations.accorder_derogation: _du_conseiller(
        derogations.accorder_derogation, expire_le=date(2026, 5, 1)
    ),
    derogations.retirer_derogation: _du_conseiller(derogations.retirer_derogation),
    instruction.retirer_correction: _du_conseiller(instruction.retirer_correction),
    instruction.declarer_sans_objet: _du_conseiller(instruction.declarer_sans_objet),
    instruction.retablir: _du_conseiller(instruction.retablir),
    instruction.demander_correction: _correction,
    elargissement.elargir_correction: _elargissement,
    instruction.ouvrir_rectificative: _rectificative,
    justifications.justifier: _justification,
    pieces.retirer: _retrait,
    pieces_des_dossiers.retirer: _retrait_commun,
    pieces_des_bilans.retirer: _retrait_du_bilan,
    cles.revoquer_cle: _cle_revoquee,
    delegations.retirer_delegation: _delegation_retiree,
    adhesions.suspendre_adhesion: _partenaire_suspendu,
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
    adhesions.signer_adhesion: _adhesion_signee,
    reglages_droits.regler_le_seuil: lambda m, motif: reglages_droits.regler_le_seuil(
        m.caf.pk, seuil_decision=Decimal(2500), motif=motif, acteur=acteur(m.ccd)
    ),
    fins.mettre_fin: lambda m, motif: fins.mettre_fin(
        **chez(m), le=JOUR, motif=motif, acteur=acteur(m.responsable)
    ),
    fins.rouvrir: lambda m, motif: fins.rouvrir(
        **chez(m), motif=motif, acteur=acteur(m.responsable)
    ),
    suites.suspendre_personne: _personne_suspendue,
    suspensions.suspendre_equipement: lambda m, motif: suspensions.suspendre_equipement(
        m.er.pk, acteur=acteur(m.responsable), motif=motif
    ),
    mots_de_passe.imposer_mot_de_passe: lambda m, motif: mots_de_passe.imposer_mot_de_passe(
        **chez(m),
        utilisateur_id=m.passerelles.activite.pk,
        acteur=acteur(m.responsable),
        motif=motif,
    ),
    accords.autoriser_vague: lambda m, motif: accords.autoriser_vague(
        vague_arretee(m).pk, acteur=acteur(m.responsable), motif=motif
    ),
    secours.demander_secours: lambda m, motif: secours.demander_secours(
        Invite("zoe@exemple.test", "Zoé", "Zola"),
        **sans_gestionnaire(m),
        acteur=acteur(m.responsable),
        motif=motif,
    ),
    secours.refuser_secours: lambda m, motif: secours.refuser_secours(
        secours_ouvert(m.passerelles.gestionnaire.adhesions.get(), m.responsable).pk,
        acteur=acteur(m.ccd),
        motif=motif,
    ),
    suites.suspendre_droit: _du_droit(suites.suspendre_droit),
    suites.retirer_droit: _du_droit(suites.retirer_droit),
    pieces_d_adhesion.refuser: _piece_d_adhesion,
    invitations.revoquer: _lien_revoque,
    cloture.classer_sans_suite: lambda m, motif: cloture.classer_sans_suite(
        ouvert(m).pk, acteur=acteur(m.responsable), motif=motif
    ),
    equipements_annuaire.fermer_equipement: lambda m, motif: equipements_annuaire.fermer_equipement(
        m.er.pk, le=JOUR, motif=motif, acteur=acteur(m.responsable)
    ),
    gestionnaires_annuaire.changer_siret: lambda m, motif: gestionnaires_annuaire.changer_siret(
        m.passerelles.gestionnaire.pk,
        caf_id=m.caf.pk,
        siret=SIRETS[3],
        motif=motif,
        acteur=acteur(m.responsable),
    ),
    volets.renvoyer_volet: lambda m, motif: volets.renvoyer_volet(
        1, "finances", acteur=acteur(m.passerelles.approbateur), motif=motif
    ),
    transferts.decider_transfert: lambda m, motif: transferts.decider_transfert(
        m.er.pk,
        vers_id=m.voisins.gestionnaire.pk,
        le=JOUR,
        motif=motif,
        acteur=acteur(m.responsable),
    ),
    decisions_droits.proposer_decision: lambda m, motif: decisions_droits.proposer_decision(
        droit_de(m).pk, montant_accepte=Decimal(1), motif=motif, acteur=acteur(m.conseiller)
    ),
    decisions_droits.refuser_decision: lambda m, motif: decisions_droits.refuser_decision(
        1, motif=motif, acteur=acteur(m.remplacant)
    ),
    decisions_droits.retirer_decision: lambda m, motif: decisions_droits.retirer_decision(
        1, motif=motif, acteur=acteur(m.conseiller)
    ),
    diagnostics.retirer: lambda m, motif: diagnostics.retirer(
        demande(m).pk, motif=motif, acteur=acteur(m.passerelles.finances)
    ),
    diagnostics.refuser: lambda m, motif: diagnostics.refuser(
        demande(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    propositions.proposer: lambda m, motif: propositions.proposer(
        valeur(),
        motif=motif,
        fichier=fichiers.televerse(fichiers.PDF, "a.pdf"),
        jeton=uuid4(),
        acteur=acteur(m.national),
    ),
    propositions.ecarter: lambda m, motif: propositions.ecarter(
        proposee(m).pk, acteur=acteur(m.national), motif=motif
    ),
    profils.attribuer: _profil,
    comptes_bancaires.refuser_compte: lambda m, motif: comptes_bancaires.refuser_compte(
        compte_propose(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    suspensions_droits.suspendre_les_droits: lambda m, motif: (
        suspensions_droits.suspendre_les_droits(
            m.er.pk, 2025, cause="piece", motif=motif, acteur=acteur(m.conseiller)
        )
    ),
    suspensions_droits.lever_la_suspension: lambda m, motif: suspensions_droits.lever_la_suspension(
        1, motif=motif, acteur=acteur(m.conseiller)
    ),
    ecarts.accepter_ecart: lambda m, motif: ecarts.accepter_ecart(
        m.er.pk, 2026, motif=motif, acteur=acteur(m.conseiller)
    ),
    lots_paiement.refuser_lot: lambda m, motif: lots_paiement.refuser_lot(
        lot_propose(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    lots_paiement.retirer_versement: lambda m, motif: lots_paiement.retirer_versement(
        lot_propose(m).versements.get().pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    reglements.rejeter_versement: lambda m, motif: reglements.rejeter_versement(
        lot_paye(m).versements.get().pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    indus.notifier_indu: lambda m, motif: indus.notifier_indu(
        m.er.pk,
        2026,
        mode="compensation",
        nombre=1,
        premiere_le=None,
        motif=motif,
        acteur=acteur(m.conseiller),
    ),
    indus.annuler_indu: lambda m, motif: indus.annuler_indu(
        un_indu_garde(m).pk, motif=motif, acteur=acteur(m.conseiller)
    ),
    decisions.ecarter: lambda m, motif: decisions.ecarter(
        None, acteur=acteur(m.conseiller), motif=motif
    ),
    decisions.suspendre: lambda m, motif: decisions.suspendre(
        None, acteur=acteur(m.conseiller), motif=motif
    ),
}
# They hand the reason over to one of the above, or only show it.
RELAIS = {
    "bilans.services.redites",
    "portal.dossiers.services.lots",
    "declarations.services.redites",
    "portal.dossiers.services.redites",
    "habilitations.adhesions.services.acces",
    "habilitations.annuaire.services.ecriture",
    "habilitations.services.fiches",
    "portal.dossiers.services.transferts",
    "subventions.propositions.services.ecriture",
}


def _modules(chambre: str) -> list[Any]:
    chemins = [
        *(c for a in APPLICATIONS for c in (RACINE / a / chambre).glob("*.py")),
        *(RACINE / a / f"{chambre}.py" for a in APPLICATIONS),
    ]
    noms = [".".join(c.relative_to(RACINE).with_suffix("").parts) for c in chemins if c.exists()]
    return [import_module(nom) for nom in noms]


def test_chaque_service_qui_demande_un_motif_est_dans_la_table() -> None:
    demandent = {
        fonction
        for module in _modules("services")
        for nom, fonction in inspect.getmembers(module, inspect.isfunction)
        if fonction.__module__ == module.__name__
        and module.__name__ not in RELAIS
        and not nom.startswith("_")
        and "acteur" in inspect.signature(fonction).parameters
        and "motif" in inspect.signature(fonction).parameters
    }

    assert demandent == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: f"{s.__module__}.{s.__name__}")
@pytest.mark.django_db
def test_un_service_refuse_un_motif_qui_ne_dit_rien(
    monde: Monde, service: Callable[..., Any]
) -> None:
    champ = "texte" if service is justifications.justifier else "motif"
    motif, raison = REFUSES[0]

    with pytest.raises(DemandeInvalide) as refus:
        SERVICES[service](monde, motif)

    assert refus.value.champ == champ
    assert str(refus.value).endswith(raison)


def _formulaires() -> list[type[Acte]]:
    for chambre in ("forms",):
        _modules(chambre)
    trouves, a_voir = [], [Acte]
    while a_voir:
        enfants = a_voir.pop().__subclasses__()
        a_voir += enfants
        trouves += [f for f in enfants if f.__module__.split(".")[0] != "tests"]
    return trouves


def test_chaque_formulaire_qui_demande_un_motif_a_le_meme_champ() -> None:
    """A list of reasons is chosen, not written."""
    ecrits = {
        f"{f.__name__}.{nom}": champ
        for f in _formulaires()
        for nom, champ in f.base_fields.items()
        if nom == "motif" and isinstance(champ.widget, forms.Textarea)
    }

    assert len(ecrits) > 5
    assert [nom for nom, champ in ecrits.items() if not isinstance(champ, ChampMotif)] == []


@pytest.mark.parametrize(("texte", "raison"), REFUSES)
def test_le_champ_dit_pourquoi_il_refuse(texte: str, raison: str) -> None:
    class Essai(Acte):
        motif = ChampMotif(demande="Indiquez le motif.", max_length=2000)

    formulaire = Essai({"motif": texte})

    assert dict(formulaire.errors) == {"motif": [f"Indiquez le motif. {raison}"]}


def test_chaque_texte_de_plusieurs_lignes_compte_ses_fins_de_ligne_une_fois() -> None:
    """Reasons, messages, sentences of a campaign: none is refused for its line ends."""
    autres = [
        f"{f.__name__}.{nom}"
        for f in _formulaires()
        for nom, champ in f.base_fields.items()
        if isinstance(champ.widget, forms.Textarea) and not isinstance(champ, ChampTexte)
    ]

    assert autres == []


def test_les_fins_de_ligne_ne_comptent_pas_deux_fois() -> None:
    """A text at its limit, as a browser sends it."""

    class Essai(Acte):
        motif = ChampMotif(demande="Indiquez le motif.", max_length=40)

    ecrit = "Un agent est parti\r\nun autre est malade\r\n!"

    assert len(ecrit) > 40
    assert Essai({"motif": ecrit}).is_valid()
