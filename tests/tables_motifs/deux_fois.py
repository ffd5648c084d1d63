"""Services that find their act already done: what prepares an object, then asks for it with a
reason, as many times as a test wants."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from bilans.services import campagnes, campagnes_nationales
from declarations.models import RegleCalendrier
from declarations.regles.calendrier import Fenetre
from declarations.services import fenetres, regles_caf
from habilitations.adhesions.services import cloture, invitations
from habilitations.adhesions.services import pieces as pieces_d_adhesion
from habilitations.annuaire.services import equipements, gestionnaires
from habilitations.revues.services import accords
from habilitations.services import adhesions, delegations, fins, secours, suites, suspensions
from habilitations.services.invitations import Invite
from portal.relances.services import decisions
from portal.relances.services.plan import plan
from tests.bilans import bilans
from tests.habilitations.adhesions.dossiers import ouvert, recue
from tests.habilitations.adhesions.liens import envoye
from tests.habilitations.fabriques import secours_ouvert, vague_arretee
from tests.habilitations.services.actes import chez, delegue, sans_gestionnaire
from tests.monde import JOUR, SIRETS, Monde, acteur
from tests.relances.campagnes import ECHEANCE, appelee
from tests.tables_motifs.actes import Demande, en_place
from tests.tables_motifs.declarations import DATES_DE_REGLE, _regle_de_caf
from tests.tables_motifs.deux_fois_argent import ARGENT

DATES = campagnes.Dates(date(2026, 2, 1), date(2026, 4, 15), date(2026, 4, 30))


def _chez(service: Callable[..., Any], **options: Any) -> Demande:
    """A service of the first partner at its Caf."""
    return lambda m: partial(service, **chez(m), **options, acteur=acteur(m.responsable))


def _reouverture(monde: Monde) -> Callable[..., Any]:
    responsable = acteur(monde.responsable)
    fins.mettre_fin(**chez(monde), le=JOUR, motif="Convention échue en mars", acteur=responsable)
    return partial(fins.rouvrir, **chez(monde), acteur=responsable)


def _adhesion_a_signer(monde: Monde) -> Callable[..., Any]:
    """One that somebody changed by hand."""
    monde.passerelles.gestionnaire.adhesions.update(fin_le=JOUR)
    return partial(adhesions.signer_adhesion, **chez(monde), acteur=acteur(monde.responsable))


def _secours_demande(monde: Monde) -> Callable[..., Any]:
    invite, ou = Invite("zoe@exemple.test", "Zoé", "Zola"), sans_gestionnaire(monde)
    return partial(secours.demander_secours, invite, **ou, acteur=acteur(monde.responsable))


def _piece_refusee(monde: Monde) -> Callable[..., Any]:
    piece = recue(monde, ouvert(monde))
    refuser, qui = pieces_d_adhesion.refuser, acteur(monde.responsable)
    return partial(refuser, piece.dossier_id, piece.pk, acteur=qui)


def _lien_revoque(monde: Monde) -> Callable[..., Any]:
    dossier = ouvert(monde)
    lien, qui = envoye(monde, dossier), acteur(monde.responsable)
    return partial(invitations.revoquer, dossier.pk, lien.pk, acteur=qui)


def _relance(monde: Monde) -> Callable[..., Any]:
    declaration = appelee(monde)
    objet = plan(ECHEANCE - timedelta(days=15), dossiers=[declaration.pk])[0].objets[0]
    return partial(decisions.ecarter, objet, acteur=acteur(monde.conseiller))


def _partout(monde: Monde) -> Callable[..., Any]:
    """The first Caf had these dates already: the journal of the other one tells of them."""
    bilans.campagne(monde.autre_caf, "bilan_clas", 2025)
    deja = bilans.campagne(monde.caf, "bilan_clas", 2025)
    for champ, jour in vars(DATES).items():
        setattr(deja, champ, jour)
    deja.save()
    return partial(
        campagnes_nationales.dater_partout,
        deja.questionnaire_id,
        2025,
        dates=DATES,
        acteur=acteur(monde.national),
    )


def _regle(monde: Monde) -> Callable[..., Any]:
    _regle_de_caf(monde, "Le conseil d’administration vote plus tard.")
    RegleCalendrier.objects.filter(caf=monde.caf).delete()
    return partial(
        regles_caf.regler,
        RegleCalendrier.objects.get(caf=None, dispositif="er", nature="reelle").pk,
        monde.caf.pk,
        dates=DATES_DE_REGLE,
        source="Courrier",
        acteur=acteur(monde.conseiller),
    )


def _droit(monde: Monde) -> int:
    return monde.passerelles.activite.habilitations.get().pk


def _adhesion(monde: Monde) -> Any:
    return monde.passerelles.gestionnaire.adhesions.get()


DEUX_FOIS: dict[Callable[..., Any], Demande] = {
    **ARGENT,
    cloture.classer_sans_suite: en_place(
        cloture.classer_sans_suite, "responsable", lambda m: ouvert(m).pk
    ),
    invitations.revoquer: _lien_revoque,
    pieces_d_adhesion.refuser: _piece_refusee,
    adhesions.suspendre_adhesion: _chez(adhesions.suspendre_adhesion),
    adhesions.signer_adhesion: _adhesion_a_signer,
    fins.mettre_fin: _chez(fins.mettre_fin, le=JOUR),
    fins.rouvrir: _reouverture,
    delegations.retirer_delegation: en_place(
        delegations.retirer_delegation, "responsable", lambda m: delegue(m)[0].pk
    ),
    suites.suspendre_droit: en_place(suites.suspendre_droit, "responsable", _droit),
    suites.retirer_droit: en_place(suites.retirer_droit, "responsable", _droit),
    suites.suspendre_personne: lambda m: partial(
        suites.suspendre_personne,
        **chez(m),
        utilisateur_id=m.passerelles.activite.pk,
        acteur=acteur(m.responsable),
    ),
    suspensions.suspendre_equipement: en_place(
        suspensions.suspendre_equipement, "responsable", lambda m: m.er.pk
    ),
    secours.demander_secours: _secours_demande,
    secours.refuser_secours: en_place(
        secours.refuser_secours, "ccd", lambda m: secours_ouvert(_adhesion(m), m.responsable).pk
    ),
    accords.autoriser_vague: en_place(
        accords.autoriser_vague, "responsable", lambda m: vague_arretee(m).pk
    ),
    equipements.fermer_equipement: en_place(
        equipements.fermer_equipement, "responsable", lambda m: m.er.pk, le=JOUR
    ),
    gestionnaires.changer_siret: en_place(
        gestionnaires.changer_siret,
        "responsable",
        lambda m: m.passerelles.gestionnaire.pk,
        caf_id=lambda m: m.caf.pk,
        siret=SIRETS[3],
    ),
    decisions.ecarter: _relance,
    decisions.suspendre: en_place(
        decisions.suspendre, "conseiller", lambda m: m.declaration().campagne
    ),
    campagnes.dater: en_place(
        campagnes.dater,
        "conseiller",
        lambda m: bilans.campagne(m.caf, "bilan_clas", 2025).pk,
        dates=DATES,
    ),
    campagnes_nationales.dater_partout: _partout,
    fenetres.dater: en_place(
        fenetres.dater,
        "conseiller",
        lambda m: m.declaration().campagne_id,
        dates=Fenetre(date(2026, 1, 16), date(2026, 4, 15), date(2026, 5, 15)),
    ),
    regles_caf.regler: _regle,
}
