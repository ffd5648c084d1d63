"""Who is awaited for what on a declaration, as a reminder says it."""

from datetime import date, timedelta

import pytest

from declarations.models import Declaration
from declarations.presentation.attendus import GENRE, dossiers, echeances, manque
from declarations.presentation.reste import Reste
from declarations.regles.etats import Action, Etat
from declarations.regles.grille import ACTIVITE, FINANCES
from habilitations.models import Utilisateur
from habilitations.permissions import Acteur
from portal.dossiers.attendus import Demande, DossierAttendu
from portal.dossiers.regles.echeances import CORRECTION
from portal.dossiers.regles.transitions import Tache
from tests.declarations.remplir import jusqu_a
from tests.monde import JOUR, Monde, acteur

A, F = Tache(Action.SAISIR, ACTIVITE), Tache(Action.SAISIR, FINANCES)


@pytest.mark.parametrize(
    ("taches", "reste", "attendu"),
    [
        ((A,), "Saisir", "Saisir et signer les données d’activité"),
        ((A, F), "Saisir", "Saisir et signer les données d’activité et les données financières"),
        ((F,), "Compléter", "Compléter et signer les données financières"),
        ((F,), "Revoir", "Revoir et signer les données financières"),
        ((A,), "Corriger", "Corriger et signer les données d’activité"),
        ((Tache(Action.TRANSMETTRE),), "Saisir", "Relire, approuver et transmettre à la Caf"),
    ],
)
def test_ce_qui_manque(taches: tuple[Tache, ...], reste: str, attendu: str) -> None:
    assert manque(taches, Reste(reste)) == attendu


def test_rien_ne_manque() -> None:
    with pytest.raises(ValueError, match="rien"):
        manque(())


def lire(monde: Monde, jour: date = JOUR, **options: object) -> list[DossierAttendu]:
    return list(dossiers(Demande(jour, **options)))


def de(dossier: DossierAttendu, qui: Utilisateur) -> tuple[str, str] | None:
    attendu = dossier.attendu_de(acteur(qui))
    return (attendu.manque, attendu.adresse) if attendu else None


@pytest.mark.usefixtures("fige")
class TestUneDeclaration:
    def test_sa_fiche(self, monde: Monde) -> None:
        declaration = monde.declaration()
        [dossier] = lire(monde)
        fiche = dossier.fiche
        assert (fiche.pk, fiche.reference, fiche.genre) == (
            declaration.pk,
            declaration.reference,
            GENRE,
        )
        assert (fiche.libelle, fiche.objet) == (declaration.libelle, declaration.equipement.nom)
        assert (fiche.referent, fiche.caf) == (monde.conseiller, monde.caf.nom)
        assert dossier.chez == (monde.caf.pk, declaration.gestionnaire_id)
        assert fiche.adresse == f"/declarations/{declaration.pk}/"
        assert fiche.campagne == declaration.campagne_id

    def test_chacun_y_est_attendu_pour_sa_part(self, monde: Monde) -> None:
        """Each provider for a volet, the approbateur once both are signed, the Caf never."""
        declaration, gens = monde.declaration(), monde.passerelles
        [dossier] = lire(monde)
        manque_, adresse = de(dossier, gens.activite)
        assert manque_ == "Saisir et signer les données d’activité"
        assert adresse.endswith(f"/{declaration.pk}/volets/activite/")
        assert de(dossier, gens.finances)[0] == "Saisir et signer les données financières"
        assert [de(dossier, q) for q in (gens.approbateur, monde.conseiller)] == [None, None]

        jusqu_a(declaration, monde, Etat.A_APPROUVER)
        [dossier] = lire(monde)
        assert de(dossier, gens.approbateur)[0] == "Relire, approuver et transmettre à la Caf"
        assert de(dossier, gens.activite) is None

    def test_une_correction_se_dit(self, monde: Monde) -> None:
        jusqu_a(monde.declaration(), monde, Etat.A_CORRIGER)
        [dossier] = lire(monde)
        assert dossier.echeance.genre == CORRECTION
        assert de(dossier, monde.passerelles.finances)[0].startswith("Corriger et signer")

    def test_une_fois_la_saisie_close_le_lien_est_celui_du_dossier(self, monde: Monde) -> None:
        declaration = monde.declaration()
        [dossier] = lire(monde, declaration.campagne.ferme_le + timedelta(days=1))
        assert dossier.echeance.close_le == declaration.campagne.ferme_le
        assert de(dossier, monde.passerelles.activite)[1] == dossier.fiche.adresse

    @pytest.mark.parametrize("etat", [Etat.TRANSMISE, Etat.VALIDEE, Etat.SANS_OBJET])
    def test_rien_une_fois_rendue(self, monde: Monde, etat: Etat) -> None:
        jusqu_a(monde.declaration(), monde, etat)
        assert lire(monde) == []

    def test_pas_d_echeance_avant_l_ouverture(self, monde: Monde) -> None:
        veille = monde.declaration().campagne.ouvre_le - timedelta(days=1)
        [dossier] = lire(monde, veille)
        assert dossier.echeance is None
        assert list(echeances(Demande(veille))) == []

    def test_les_echeances_seules_sont_les_memes(self, monde: Monde) -> None:
        monde.declaration()
        [dossier] = lire(monde)
        assert list(echeances(Demande(JOUR))) == [(monde.caf.pk, dossier.echeance)]


@pytest.mark.usefixtures("fige")
def test_la_demande_restreint(monde: Monde) -> None:
    """To the files of one adviser, of some gestionnaires, or to some rows."""
    declaration = monde.declaration()
    autre = Acteur(monde.passerelles.activite, acteur(monde.conseiller).maintenant)
    ailleurs = Declaration.objects.order_by("-pk").first().pk + 1
    for options, trouvee in (
        ({"suivi_par": acteur(monde.conseiller)}, True),
        ({"portefeuille_de": acteur(monde.conseiller)}, True),
        ({"portefeuille_de": autre}, False),
        ({"gestionnaires": [declaration.gestionnaire_id]}, True),
        ({"gestionnaires": [monde.voisins.gestionnaire.pk]}, False),
        ({"dossiers": [declaration.pk]}, True),
        ({"dossiers": [ailleurs]}, False),
    ):
        assert bool(lire(monde, **options)) is trouvee, options
