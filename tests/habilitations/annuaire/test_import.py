"""Lists imported: every kind of wrong line, nothing written unless asked, twice changes nothing."""

from datetime import date

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habilitations.annuaire import exports
from habilitations.annuaire.imports.lecture import nettoyer
from habilitations.annuaire.services.imports import application, depot
from habilitations.liens import liens_de_mot_de_passe
from habilitations.models import (
    Adhesion,
    Equipement,
    Gestionnaire,
    Habilitation,
    ImportAnnuaire,
    Lieu,
)
from portal.socle.classeurs import Colonne, Feuille, ecrire_classeur
from portal.socle.models import LigneJournal
from portal.socle.refus import ActionRefusee
from tests.habilitations.annuaire.depots import confirmer, deposer
from tests.monde import JOUR, SIRETS, Monde
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige", "sur_place")]


def classeur(titre: str, entetes: list[str], *lignes: list[object]) -> bytes:
    colonnes = [Colonne(entete) for entete in entetes]
    return ecrire_classeur([Feuille(titre, colonnes, lignes)], titre="Liste")


class TestUneListe:
    ENTETES = ["SIRET", "Nom", "Nature", "Adresse"]

    def test_ce_qui_change_champ_par_champ(self, monde: Monde) -> None:
        contenu = classeur(
            "Gestionnaires",
            self.ENTETES,
            [SIRETS[0], "Les Passerelles", "Association", "5 rue Neuve"],
            [SIRETS[1], "Association Les Voisins", "Association", ""],
        )
        depose = deposer(monde, contenu)
        change, identique = depose.lignes.all()
        assert change.changements == {
            "nom": ["Association Les Passerelles", "Les Passerelles"],
            "adresse": ["", "5 rue Neuve"],
        }
        assert identique.issue == "identique"
        confirmer(monde, depose)
        ligne = LigneJournal.objects.sur(monde.passerelles.gestionnaire).last()
        assert ligne.details["changements"] == change.changements
        assert deposer(monde, contenu).compte == {"identique": 2}

    def test_une_colonne_absente_ne_change_rien(self, monde: Monde) -> None:
        objet = monde.passerelles.gestionnaire
        Gestionnaire.objects.filter(pk=objet.pk).update(adresse="1 rue Haute")
        contenu = classeur("Gestionnaires", self.ENTETES[:3], [SIRETS[0], objet.nom, "Association"])
        assert deposer(monde, contenu).compte == {"identique": 1}

    @pytest.mark.parametrize(
        ("nom", "contenu"),
        [
            ("l.csv", f"\ufeffSIRET;Nom;Nature\r\n{SIRETS[3]};Les Alizés;Association\r\n"),
            ("l.csv", f"siret,nom,nature,adresse\n{SIRETS[3]},Les Alizés,association,\n"),
            ("l.csv", f"SIRET\tNom\tNature\n{SIRETS[3]}\tLes Alizés\tCollectivité\n"),
        ],
    )
    def test_un_texte(self, monde: Monde, nom: str, contenu: str) -> None:
        depose = deposer(monde, contenu.encode("utf-8" if "\ufeff" in contenu else "cp1252"), nom)
        assert [x.quoi for x in depose.lignes.all()] == ["Les Alizés"]
        assert depose.compte == {"cree": 1}

    def test_un_classeur_opendocument(self, monde: Monde) -> None:
        """Two sheets, a day that is one; a SIRET that the spreadsheet rounded is explained."""
        equipement = ["SIRET du gestionnaire", "Nom", "Dispositif", "Portefeuille", "Ouvert le"]
        contenu = fichiers.ods(
            {
                "Gestionnaires": [
                    ["SIRET", "Nom", "Nature"],
                    [SIRETS[3], "Les Alizés & Cie", "Association"],
                    ["3,62521E+13", "Les Arrondis", "Association"],
                ],
                "Équipements": [
                    equipement,
                    [SIRETS[3], "Clas des Alizés", "Clas", "Secteur 1", date(2026, 1, 5)],
                ],
            }
        )
        depose = deposer(monde, contenu, "liste.ods")
        refusee, *autres = sorted(depose.lignes.all(), key=lambda ligne: not ligne.motifs)
        assert "arrondi ce SIRET (3,62521E+13)" in refusee.motifs[0]
        assert [ligne.motifs for ligne in autres] == [[], []]
        confirmer(monde, depose, justes=True)
        cree = Equipement.objects.get(nom="Clas des Alizés")
        assert (cree.gestionnaire.nom, cree.ouvert_le) == ("Les Alizés & Cie", date(2026, 1, 5))

    def test_celui_d_une_autre_caf_rejoint_et_garde_son_nom(self, monde: Monde) -> None:
        autre = Gestionnaire.objects.create(siret=SIRETS[3], nom="Alizés", nature="association")
        Adhesion.objects.create(caf=monde.autre_caf, gestionnaire=autre)
        contenu = classeur(
            "Gestionnaires", self.ENTETES, [SIRETS[3], "Autrement", "Association", ""]
        )
        depose = deposer(monde, contenu)
        assert "garde son identité" in " ".join(depose.lignes.get().remarques)
        confirmer(monde, depose)
        autre.refresh_from_db()
        assert autre.nom == "Alizés"
        assert Adhesion.objects.filter(caf=monde.caf, gestionnaire=autre).exists()

    def test_l_annuaire_change_entre_l_apercu_et_la_confirmation(self, monde: Monde) -> None:
        contenu = classeur(
            "Gestionnaires", self.ENTETES, [SIRETS[0], "Passerelles", "Association", ""]
        )
        depose = deposer(monde, contenu)
        Gestionnaire.objects.filter(siret=SIRETS[0]).update(nom="Changé ailleurs")
        with pytest.raises(application.ApercuDepasse):
            confirmer(monde, depose)
        assert Gestionnaire.objects.get(siret=SIRETS[0]).nom == "Changé ailleurs"

    @pytest.mark.parametrize(
        ("nom", "contenu", "dit"),
        [
            ("l.pdf", b"%PDF", "ni un texte CSV"),
            ("l.csv", b"", "vide"),
            ("l.csv", b"a;b\n1;2\n", "Aucune feuille reconnue"),
            ("l.csv", b"SIRET;Nom;Nature\n", "aucune ligne"),
            ("l.csv", b'SIRET;Nom;Nature\n"1;2\n', "guillemets"),
        ],
    )
    def test_ce_qui_n_est_pas_une_liste(
        self, monde: Monde, nom: str, contenu: bytes, dit: str
    ) -> None:
        with pytest.raises(depot.ImportRefuse) as refus:
            deposer(monde, contenu, nom)
        assert dit in str(refus.value)
        assert not ImportAnnuaire.objects.exists()

    def test_il_manque_une_colonne(self, monde: Monde) -> None:
        with pytest.raises(depot.ImportRefuse, match="Nature"):
            deposer(monde, classeur("Gestionnaires", ["SIRET", "Nom"], [SIRETS[3], "X"]))

    def test_l_administrateur_national_n_accorde_pas_de_droit(self, monde: Monde) -> None:
        entetes = ["Adresse électronique", "SIRET du gestionnaire", "Rôle", "Équipements", "Du"]
        alice = monde.passerelles.activite
        contenu = classeur(
            "Rôles", entetes, [alice.email, SIRETS[0], "Approbateur", "Tous", date(2026, 1, 1)]
        )
        depose = deposer(monde, contenu, qui="national")
        assert "Seul le responsable" in depose.lignes.get().motifs[0]
        with pytest.raises(ActionRefusee):
            deposer(monde, contenu, qui="conseiller")

    def test_un_droit_connu_avec_une_autre_fin_est_refuse(self, monde: Monde) -> None:
        entetes = ["Adresse électronique", "SIRET du gestionnaire", "Rôle", "Équipements", "Du"]
        droit = Habilitation.objects.get(utilisateur=monde.passerelles.activite)
        ligne = [droit.utilisateur.email, SIRETS[0], droit.get_role_display(), "Tous", droit.du]
        assert deposer(monde, classeur("Rôles", entetes, ligne)).compte == {"identique": 1}
        contenu = classeur("Rôles", [*entetes, "Au"], [*ligne, date(2030, 1, 1)])
        assert "autre date de fin" in deposer(monde, contenu).lignes.get().motifs[0]


NOMS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
) | st.sampled_from(["=1+1", "n° 12 – Le Lac", "a ; b", "'=x", "@home", "-12", "12,5", "Tous"])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(nom=NOMS, adresse=NOMS, lieu=NOMS, ferme=st.none() | st.dates(JOUR, date(2099, 1, 1)))
def test_ce_qui_est_exporte_puis_importe_ne_change_rien(
    monde: Monde, nom: str, adresse: str, lieu: str, ferme: date | None
) -> None:
    if not nettoyer(nom) or not nettoyer(lieu):
        return
    Gestionnaire.objects.filter(siret=SIRETS[0]).update(nom=nom, adresse=adresse)
    Equipement.objects.filter(pk=monde.er.pk).update(nom=nom, ferme_le=ferme)
    premier = Lieu.objects.filter(equipement=monde.er).order_by("pk")[0]
    Lieu.objects.filter(pk=premier.pk).update(nom=lieu, adresse=adresse)
    droit = Habilitation.objects.get(utilisateur=monde.passerelles.finances)
    from tests.monde import changer

    changer([droit], equipements=[monde.er])
    depose = deposer(monde, exports.annuaire_xlsx(monde.caf, JOUR))
    assert depose.compte == {"identique": depose.total}, [
        (x.feuille, x.numero, x.motifs, x.changements)
        for x in depose.lignes.exclude(issue="identique")
    ]


def test_les_liens_faits_ensemble_valent_ceux_faits_un_a_un(monde: Monde) -> None:
    gens = [monde.passerelles.activite, monde.passerelles.finances]
    EmailAddress.objects.create(user=gens[1], email="autre@exemple.test")
    liens = liens_de_mot_de_passe(gens)
    for qui in gens:
        cle = liens[qui.pk].rstrip("/").rpartition("/")[2].partition("-")[2]
        assert default_token_generator.check_token(qui, cle)
