"""Every date of the calendar on its last minute and the minute after: what services accept."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from declarations.echeances import avec_limite, est_en_retard
from declarations.models import Campagne, Declaration
from declarations.rendu.delais import rendre_delai
from declarations.services.derogations import accorder_derogation
from declarations.services.envoi import transmettre
from declarations.services.instruction import prendre_en_charge
from declarations.services.saisie import enregistrer
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.declarations.minutes import (
    CHANGEMENTS_D_HEURE,
    PERIODES,
    Periode,
    declaration_de,
    derniere_seconde,
    est_appelee_par_le_portail,
    minuit_apres,
    ouvrir,
)
from tests.declarations.remplir import demander_correction, jusqu_a
from tests.monde import Monde, acteur

CLAS_REELLE = next(p for p in PERIODES if p.dispositif == "clas" and not p.annoncee)
# The 15th of July, and both changes of hour.
JOURS = pytest.mark.parametrize("jour", [date(2026, 7, 15), *CHANGEMENTS_D_HEURE], ids=str)
TOUTES = pytest.mark.parametrize("periode", PERIODES, ids=str)
VEILLE = timedelta(days=1)


def saisit(declaration: Declaration, monde: Monde, quand: datetime) -> bool:
    """Tell whether the finance provider may type at that moment."""
    volet = declaration.version_courante.volets.get(nature="finances")
    try:
        enregistrer(
            declaration.pk,
            "finances",
            acteur=acteur(monde.passerelles.finances, quand),
            revision=volet.revision,
            brut={"comptes.60": str(volet.revision + 1)},
        )
    except ActionRefusee:
        return False
    else:
        return True


def en_retard(declaration: Declaration, quand: datetime) -> bool:
    jour = localdate(quand)
    tous = avec_limite(Declaration.objects.all())
    return tous.filter(est_en_retard(jour), pk=declaration.pk).exists()


@TOUTES
def test_les_dates_sont_celles_du_calendrier(monde: Monde, periode: Periode) -> None:
    campagne = ouvrir(monde, periode)
    assert vars(periode.dates) == {
        "ouvre_le": campagne.ouvre_le,
        "echeance_le": campagne.echeance_le,
        "ferme_le": campagne.ferme_le,
    }


@TOUTES
def test_l_ouverture(monde: Monde, periode: Periode) -> None:
    declaration, veille = declaration_de(monde, periode), periode.dates.ouvre_le - VEILLE
    assert not saisit(declaration, monde, derniere_seconde(veille))
    assert saisit(declaration, monde, minuit_apres(veille))
    for quand, ouverte in ((derniere_seconde(veille), False), (minuit_apres(veille), True)):
        a_lancer = Campagne.objects.a_lancer(localdate(quand))
        appelle = ouverte and est_appelee_par_le_portail(periode)
        assert a_lancer.filter(pk=declaration.campagne_id).exists() is appelle


@TOUTES
def test_l_echeance(monde: Monde, periode: Periode) -> None:
    declaration, echeance = declaration_de(monde, periode), periode.dates.echeance_le
    assert not en_retard(declaration, derniere_seconde(echeance))
    assert en_retard(declaration, minuit_apres(echeance))


@TOUTES
def test_la_fin_de_saisie(monde: Monde, periode: Periode) -> None:
    declaration, fin = declaration_de(monde, periode), periode.dates.ferme_le
    assert saisit(declaration, monde, derniere_seconde(fin))
    assert not saisit(declaration, monde, minuit_apres(fin))


class TestEnvoi:
    """A declaration signed, sent on the last second; refused on the next one."""

    @pytest.mark.parametrize("periode", [p for p in PERIODES if not p.annoncee], ids=str)
    def test_jusqu_a_la_derniere_seconde(self, monde: Monde, periode: Periode) -> None:
        declaration, fin = prete(monde, periode), periode.dates.ferme_le
        agathe = monde.passerelles.approbateur
        with pytest.raises(ActionRefusee):
            transmettre(declaration.pk, acteur=acteur(agathe, minuit_apres(fin)))
        version = transmettre(declaration.pk, acteur=acteur(agathe, derniere_seconde(fin)))
        declaration.refresh_from_db()
        delai = rendre_delai(declaration, version)
        assert delai is not None
        retard = (fin - periode.dates.echeance_le).days
        attendu = f"{retard}\u00a0jours de retard" if retard else "dans les délais"
        assert attendu in delai.texte

    def test_la_reelle_d_un_clas_se_ferme_le_15_juillet(self, monde: Monde) -> None:
        declaration = prete(monde, CLAS_REELLE)
        assert declaration.campagne.ferme_le == date(2026, 7, 15)
        agathe = monde.passerelles.approbateur
        # 22:00 UTC is midnight in Paris, in summer.
        trop_tard = datetime.fromisoformat("2026-07-15T22:00:00+00:00")
        with pytest.raises(ActionRefusee):
            transmettre(declaration.pk, acteur=acteur(agathe, trop_tard))
        transmettre(declaration.pk, acteur=acteur(agathe, trop_tard - timedelta(seconds=1)))


def prete(monde: Monde, periode: Periode) -> Declaration:
    """Filled and signed on the first day of its window."""
    declaration = declaration_de(monde, periode)
    enfants = {"enfants": "10", "filles": "6", "garcons": "4"}
    saisies = {f"collectifs.c1.{code}": valeur for code, valeur in enfants.items()}
    debut = minuit_apres(periode.dates.ouvre_le - VEILLE)
    return jusqu_a(declaration, monde, "a_approuver", changements=saisies, maintenant=debut)


class TestDerogation:
    """After the window: open again until the end of the day written, and closed again."""

    @JOURS
    @pytest.mark.parametrize("dispositif", ["er", "clas", "cct"])
    def test_expire_a_la_fin_du_jour(self, monde: Monde, dispositif: str, jour: date) -> None:
        declaration = close_avant(monde, dispositif, jour)
        conseiller = acteur(monde.conseiller, derniere_seconde(jour - 2 * VEILLE))
        assert not saisit(declaration, monde, conseiller.maintenant)
        accorder_derogation(
            declaration.pk, acteur=conseiller, motif="Panne du réseau local.", expire_le=jour
        )
        assert saisit(declaration, monde, derniere_seconde(jour))
        assert not en_retard(declaration, derniere_seconde(jour))
        assert not saisit(declaration, monde, minuit_apres(jour))

    @JOURS
    def test_s_accorde_le_jour_meme_pas_le_lendemain(self, monde: Monde, jour: date) -> None:
        declaration = close_avant(monde, "er", jour)
        with pytest.raises(DemandeInvalide):
            accorder_derogation(
                declaration.pk,
                acteur=acteur(monde.conseiller, minuit_apres(jour)),
                motif="Panne du réseau local.",
                expire_le=jour,
            )
        accorder_derogation(
            declaration.pk,
            acteur=acteur(monde.conseiller, derniere_seconde(jour)),
            motif="Panne du réseau local.",
            expire_le=jour,
        )


def close_avant(monde: Monde, dispositif: str, jour: date) -> Declaration:
    """A declaration « à saisir » whose window ended some days before."""
    periode = next(p for p in PERIODES if p.dispositif == dispositif and p.nature == "reelle")
    declaration = declaration_de(monde, periode)
    Campagne.objects.filter(pk=declaration.campagne_id).update(
        ouvre_le=jour - 40 * VEILLE, echeance_le=jour - 10 * VEILLE, ferme_le=jour - 5 * VEILLE
    )
    declaration.refresh_from_db()
    return declaration


class TestCorrection:
    """A due date of its own: late on the minute after, and entry goes on whatever the window."""

    @JOURS
    def test_en_retard_a_la_minute_d_apres(self, monde: Monde, jour: date) -> None:
        declaration = prete(monde, next(p for p in PERIODES if p.dispositif == "er"))
        debut = derniere_seconde(declaration.campagne.ouvre_le)
        jusqu_a_instruction(declaration, monde, debut)
        demander_correction(declaration, monde, pour_le=jour, maintenant=debut)
        assert not en_retard(declaration, derniere_seconde(jour))
        assert en_retard(declaration, minuit_apres(jour))
        for quand in (derniere_seconde(jour), minuit_apres(jour)):
            assert saisit(declaration, monde, quand)


def jusqu_a_instruction(declaration: Declaration, monde: Monde, quand: datetime) -> None:
    """Sent and taken in hand; the volets are signed already."""
    transmettre(declaration.pk, acteur=acteur(monde.passerelles.approbateur, quand))
    prendre_en_charge(declaration.pk, acteur=acteur(monde.conseiller, quand))
