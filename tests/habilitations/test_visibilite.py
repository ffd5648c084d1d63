"""Who sees what: querysets by person, rights that begin, end and are suspended, portfolios."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from habilitations.models import (
    Adhesion,
    AffectationAgent,
    Equipement,
    Habilitation,
    Portefeuille,
    Role,
    Utilisateur,
)
from habilitations.permissions import Acteur
from tests.monde import (
    JOUR,
    MAINTENANT,
    PARIS,
    SIRETS,
    Monde,
    acteur,
    amender,
    changer,
    espace_rencontre,
    habiliter,
    partenaire,
    personne,
)

pytestmark = pytest.mark.django_db
HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)


def vus(utilisateur: Utilisateur, jour: date = JOUR) -> set[Equipement]:
    return set(Equipement.objects.visibles_par(acteur(utilisateur, midi(jour))))


def midi(jour: date) -> datetime:
    return datetime.combine(jour, time(12), PARIS)


def qui(monde: Monde, nom: str) -> Utilisateur:
    """« passerelles.activite », or an agent by the name of its attribute."""
    objet: object = monde
    for morceau in nom.split("."):
        objet = getattr(objet, morceau)
    assert isinstance(objet, Utilisateur)
    return objet


@pytest.fixture
def er_nord(monde: Monde) -> Equipement:
    """An équipement of the other Caf, in the portfolio of its adviser."""
    nord = partenaire(monde.autre_caf, "Le Fil rouge", SIRETS[2], "n")
    portefeuille = Portefeuille.objects.create(
        caf=monde.autre_caf, nom="Lille", titulaire=monde.conseiller_nord
    )
    return espace_rencontre(
        monde.autre_caf, nord.gestionnaire, portefeuille, "Le Fil rouge", ("Lille",)
    )


@pytest.mark.parametrize(
    ("nom", "attendus"),
    [
        ("passerelles.activite", {"er"}),
        ("passerelles.finances", {"er"}),
        ("passerelles.approbateur", {"er"}),
        ("voisins.activite", {"er_voisin"}),
        ("conseiller", {"er", "er_voisin"}),
        ("remplacant", {"er", "er_voisin"}),
        ("hors_portefeuille", {"er", "er_voisin"}),
        ("ccd", {"er", "er_voisin"}),
        ("responsable", {"er", "er_voisin"}),
        ("conseiller_nord", {"er_nord"}),
        ("national", set()),
    ],
)
def test_equipements_visibles(
    monde: Monde, er_nord: Equipement, nom: str, attendus: set[str]
) -> None:
    tous = {"er": monde.er, "er_voisin": monde.er_voisin, "er_nord": er_nord}
    assert vus(qui(monde, nom)) == {tous[cle] for cle in attendus}


@pytest.mark.parametrize("nom", ["conseiller", "remplacant", "hors_portefeuille", "ccd"])
def test_suivre_un_dossier_n_est_pas_le_voir(monde: Monde, nom: str) -> None:
    """Only the holder of the portfolio and the substitute answer for it."""
    attendu = nom in ("conseiller", "remplacant")
    assert acteur(qui(monde, nom)).suit(monde.er) is attendu


class TestDroit:
    """One right, of one person: every way it may fail to give access."""

    @pytest.fixture
    def droit(self, monde: Monde) -> Habilitation:
        return Habilitation.objects.get(utilisateur=monde.passerelles.activite)

    def visible(self, droit: Habilitation, jour: date = JOUR) -> bool:
        return bool(vus(droit.utilisateur, jour))

    @pytest.mark.parametrize(
        ("du", "au", "attendu"),
        [
            (JOUR, None, True),
            (DEMAIN, None, False),
            (HIER, JOUR, True),
            (HIER, HIER, False),
        ],
    )
    def test_de_sa_date_a_sa_fin(
        self, droit: Habilitation, du: date, au: date | None, attendu: bool
    ) -> None:
        changer([droit], du=du, au=au)
        assert self.visible(droit) is attendu

    def test_suspendu(self, droit: Habilitation, fige) -> None:
        changer([droit], suspendue_le=MAINTENANT, suspendue_motif="Par précaution")
        assert not self.visible(droit)

    @pytest.mark.parametrize(
        "champs",
        [
            {"suspendue_le": JOUR, "suspendue_motif": "Par précaution"},
            {"fin_le": HIER},
            {"complete_le": None},
            {"complete_le": DEMAIN},
        ],
        ids=["suspendue", "finie", "incomplète", "à venir"],
    )
    def test_tombe_avec_l_adhesion(self, droit: Habilitation, champs: dict[str, object]) -> None:
        amender(Adhesion.objects.filter(gestionnaire=droit.gestionnaire), **champs)
        assert not self.visible(droit)

    def test_adhesion_jusqu_au_dernier_jour(self, droit: Habilitation) -> None:
        amender(Adhesion.objects.filter(gestionnaire=droit.gestionnaire), fin_le=JOUR)
        assert self.visible(droit)
        assert not self.visible(droit, DEMAIN)

    def test_adhesion_aupres_d_une_autre_caf(self, monde: Monde, droit: Habilitation) -> None:
        Adhesion.objects.filter(gestionnaire=droit.gestionnaire).update(caf=monde.autre_caf)
        assert not self.visible(droit)

    def test_compte_desactive(self, droit: Habilitation) -> None:
        Utilisateur.objects.filter(pk=droit.utilisateur_id).update(is_active=False)
        assert not self.visible(droit)

    def test_gerer_les_habilitations_n_ouvre_aucun_chiffre(self, droit: Habilitation) -> None:
        changer([droit], role=Role.GESTIONNAIRE_HABILITATIONS)
        assert not self.visible(droit)

    def test_ne_suit_pas_l_equipement_chez_un_autre(
        self, monde: Monde, droit: Habilitation
    ) -> None:
        monde.er.gestionnaire = monde.voisins.gestionnaire
        monde.er.save()
        assert not self.visible(droit)
        assert monde.er in vus(monde.voisins.activite)

    def test_sur_certains_equipements_seulement(self, monde: Monde, droit: Habilitation) -> None:
        second = espace_rencontre(
            monde.caf, droit.gestionnaire, monde.portefeuille, "Le Lac", ("Aix-les-Bains",)
        )
        changer([droit], equipements=[])
        assert not self.visible(droit)
        changer([droit], equipements=[second])
        assert vus(droit.utilisateur) == {second}
        acteur_ = acteur(droit.utilisateur)
        assert acteur_.roles_sur(second) == {Role.FOURNISSEUR_ACTIVITE}
        assert acteur_.roles_sur(monde.er) == frozenset()
        assert list(Habilitation.objects.sur(second).filter(pk=droit.pk)) == [droit]
        assert not Habilitation.objects.sur(monde.er).filter(pk=droit.pk).exists()


def test_plusieurs_roles_chez_plusieurs_partenaires(monde: Monde) -> None:
    camille = personne("camille")
    habiliter(camille, monde.passerelles.gestionnaire, monde.caf, Role.APPROBATEUR)
    habiliter(camille, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_ACTIVITE)
    habiliter(camille, monde.voisins.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)
    assert vus(camille) == {monde.er, monde.er_voisin}
    elle = acteur(camille)
    assert elle.roles_sur(monde.er) == {Role.APPROBATEUR}
    assert elle.roles_sur(monde.er_voisin) == {
        Role.FOURNISSEUR_ACTIVITE,
        Role.FOURNISSEUR_FINANCES,
    }


class TestAgents:
    def test_affectation_finie(self, monde: Monde) -> None:
        AffectationAgent.objects.filter(utilisateur=monde.ccd).update(au=HIER)
        assert vus(monde.ccd) == set()
        assert not acteur(monde.ccd).est_agent

    @pytest.mark.parametrize(
        ("du", "au", "attendu"),
        [
            (None, None, True),
            (JOUR, JOUR, True),
            (DEMAIN, None, False),
            (None, HIER, False),
        ],
    )
    def test_remplacement_dans_ses_dates(
        self, monde: Monde, du: date | None, au: date | None, attendu: bool
    ) -> None:
        Portefeuille.objects.update(remplacement_du=du, remplacement_au=au)
        assert acteur(monde.remplacant).suit(monde.er) is attendu
        assert acteur(monde.conseiller).suit(monde.er)

    def test_un_titulaire_qui_n_est_plus_conseiller_ne_suit_plus(self, monde: Monde) -> None:
        AffectationAgent.objects.filter(utilisateur=monde.conseiller).update(au=HIER)
        assert not acteur(monde.conseiller).suit(monde.er)

    def test_un_portefeuille_deplace_change_de_mains(self, monde: Monde) -> None:
        Portefeuille.objects.update(titulaire=monde.hors_portefeuille)
        assert acteur(monde.hors_portefeuille).suit(monde.er)
        assert not acteur(monde.conseiller).suit(monde.er)


def test_le_jour_est_celui_de_paris(monde: Monde) -> None:
    """23:30 UTC on 2 February is already the 3rd in Paris."""
    assert Acteur(monde.conseiller, datetime(2026, 2, 2, 23, 30, tzinfo=UTC)).jour == JOUR


def test_un_perimetre_lu_une_fois_par_des_cles(monde: Monde, django_assert_num_queries) -> None:
    """Lists are narrowed by ids: rights are not looked for again in each of their queries."""
    elle = acteur(monde.passerelles.activite)
    elle.habilitations, elle.affectations  # noqa: B018 (read once, for the whole request)
    with django_assert_num_queries(3):
        assert list(Equipement.objects.visibles_par(elle)) == [monde.er]
        requete = Equipement.objects.ouverts_a(elle)
        assert list(requete) == [monde.er]
    assert "EXISTS" not in str(requete.query).upper()


def test_qui_n_a_aucun_droit_ne_demande_rien_a_la_base(
    monde: Monde, django_assert_num_queries
) -> None:
    inconnue = acteur(personne("inconnue"))
    with django_assert_num_queries(2):  # rights and functions, which are empty
        assert list(Equipement.objects.visibles_par(inconnue)) == []
        assert not Equipement.objects.ouverts_a(inconnue).exists()
