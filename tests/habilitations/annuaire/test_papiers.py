"""Papers and lieux of a Caf in lists of their own: searched, filtered, taken away."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import Convention, Lieu, Notification
from portal.socle.francais import compter
from portal.socle.lecture_classeurs import lire_classeur
from portal.socle.models import LectureSensible
from tests.declarations.clas import projet_clas
from tests.declarations.listes import page, requetes, texte
from tests.habilitations.adhesions import dossiers
from tests.monde import DEBUT, JOUR, MAINTENANT, Monde, espace_rencontre
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige", "lus_ici")]
PAPIERS, LIEUX = "/annuaire/papiers/", "/annuaire/lieux/"


@pytest.fixture
def papiers(monde: Monde) -> Monde:
    """One paper of each kind of the issue: received, held from before, COF, notification."""
    ouvert = dossiers.ouvert(monde, "b")
    dossiers.refusee(monde, ouvert, "bulletin_afas")
    dossiers.recue(monde, ouvert, "bulletin_afas", contenu=fichiers.PDF + b"\n% second\n")
    dossiers.acceptee(monde, ouvert, "contrat_service")
    dossiers.acceptee(monde, ouvert, "pj3")
    Convention.objects.all().delete()
    Convention.objects.create(
        equipement=monde.er, reference="COF-ER-12", du=DEBUT, au=JOUR + timedelta(days=90)
    )
    Convention.objects.create(
        equipement=monde.er, reference="COF-ER-07", du=DEBUT, au=JOUR - timedelta(days=1)
    )
    clas = projet_clas(monde)
    Convention.objects.filter(equipement=clas).delete()
    Notification.objects.filter(equipement=clas).delete()
    Notification.objects.create(
        equipement=clas,
        annee=JOUR.year,
        collectifs=4,
        reference="NOTIF-55",
        notifiee_le=JOUR,
        inscrite_par=monde.conseiller,
        inscrite_le=MAINTENANT,
    )
    return monde


def lignes(client: Client, chemin: str, **filtres: object) -> list[tuple[object, ...]]:
    """Rows of the export with these filters, without the headings."""
    fichier = client.get(f"{chemin}exporter/", filtres)
    assert fichier.status_code == 200
    assert fichier["Cache-Control"] == "private, no-store"
    [feuille] = lire_classeur(fichier.content).values()
    return [tuple(ligne) for ligne in feuille.lignes[1:]]


# What is asked, and the papers that answer: kind, state.
DEMANDES: list[tuple[dict[str, str], set[tuple[str, str]]]] = [
    (
        {},
        {
            ("Convention Mon Compte Partenaire", "Détenue avant le portail"),
            ("Bulletin d’adhésion AFAS", "Refusée"),
            ("Bulletin d’adhésion AFAS", "À vérifier"),
            ("Contrat de service", "Acceptée"),
            ("PJ 3", "Acceptée"),
            ("Convention d’objectifs et de financement", "En cours"),
            ("Convention d’objectifs et de financement", "Terminée"),
            ("Notification", "Inscrite"),
        },
    ),
    ({"genre": "notification"}, {("Notification", "Inscrite")}),
    ({"genre": "cof", "etat": "finie"}, {("Convention d’objectifs et de financement", "Terminée")}),
    (
        {"genre": "convention_mcp"},
        {("Convention Mon Compte Partenaire", "Détenue avant le portail")},
    ),
    ({"etat": "a_verifier"}, {("Bulletin d’adhésion AFAS", "À vérifier")}),
    ({"etat": "refusee"}, {("Bulletin d’adhésion AFAS", "Refusée")}),
    ({"q": "cof-er-12"}, {("Convention d’objectifs et de financement", "En cours")}),
    ({"q": "notif-55"}, {("Notification", "Inscrite")}),
    ({"q": "alizés", "genre": "pj3"}, {("PJ 3", "Acceptée")}),
    ({"q": "introuvable"}, set()),
]


class TestPapiers:
    @pytest.mark.parametrize(("filtres", "attendus"), DEMANDES)
    def test_la_liste_et_son_export_disent_la_meme_chose(
        self,
        papiers: Monde,
        client: Client,
        filtres: dict[str, str],
        attendus: set[tuple[str, str]],
    ) -> None:
        lue = page(client, papiers.responsable, PAPIERS, **filtres)
        exportes = lignes(client, PAPIERS, **filtres)
        assert {(ligne[0], ligne[5]) for ligne in exportes} == attendus
        assert len(exportes) == len(attendus)
        if attendus:
            assert texte(compter(len(attendus), "papier")) in lue
        for genre, etat in attendus:
            assert genre in lue
            assert etat in lue
        assert ("Aucun papier" in lue) is not attendus

    def test_ce_qu_une_ligne_dit(self, papiers: Monde, client: Client) -> None:
        client.force_login(papiers.responsable)
        [notification] = lignes(client, PAPIERS, genre="notification")
        clas = Notification.objects.get().equipement
        assert notification[3:6] == (clas.nom, "NOTIF-55", "Inscrite")
        [acceptee] = lignes(client, PAPIERS, genre="pj3")
        assert acceptee[1] == "Association Les Alizés"
        assert len(str(acceptee[9])) == 64
        lecture = LectureSensible.objects.order_by("pk").last()
        assert lecture is not None
        assert "genre=pj3" in lecture.precision

    def test_d_une_autre_caf_rien(self, papiers: Monde, client: Client) -> None:
        lue = page(client, papiers.national, PAPIERS, caf=papiers.autre_caf.pk)
        assert "Aucun papier" in lue
        client.force_login(papiers.responsable)
        assert client.get(PAPIERS, {"caf": papiers.autre_caf.pk}).status_code == 404

    def test_le_national_n_ouvre_pas_les_dossiers(self, papiers: Monde, client: Client) -> None:
        """Their files are read by the responsable of their Caf alone."""
        lien = reverse("adhesions:dossier", args=[papiers.caf.dossiers_adhesion.get().pk])
        lue = page(client, papiers.national, PAPIERS, caf=papiers.caf.pk)
        assert "PJ 3" in lue
        assert lien not in lue
        assert lien in page(client, papiers.responsable, PAPIERS)

    def test_autant_de_requetes_pour_beaucoup(self, papiers: Monde, client: Client) -> None:
        avant = requetes(client, papiers.responsable, PAPIERS)
        Convention.objects.bulk_create(
            Convention(equipement=papiers.er, reference=f"C{n}", du=JOUR, au=JOUR)
            for n in range(60)
        )
        assert requetes(client, papiers.responsable, PAPIERS) == avant
        lue = page(client, papiers.responsable, PAPIERS, page=2)
        assert "68 papiers" in lue


class TestHistoireDUnDossier:
    def test_chaque_papier_et_qui(self, papiers: Monde, client: Client) -> None:
        dossier = papiers.caf.dossiers_adhesion.get()
        lue = page(client, papiers.responsable, reverse("adhesions:dossier", args=[dossier.pk]))
        assert lue.count("Pièce reçue : Bulletin d’adhésion AFAS") == 2
        assert "Pièce refusée : Bulletin d’adhésion AFAS" in lue
        assert dossiers.MOTIF in lue
        assert "Dossier ouvert" in lue
        assert str(papiers.responsable) in lue


class TestLieux:
    def test_cherches_filtres_emportes(self, monde: Monde, client: Client) -> None:
        [premier, *_] = Lieu.objects.filter(equipement=monde.er)
        Lieu.objects.filter(pk=premier.pk).update(
            nom="Maison des Cimes", ferme_le=JOUR - timedelta(days=1), ouvert_le=DEBUT
        )
        for filtres in ({"q": "cimes"}, {"etat": "fermes"}):
            lue = page(client, monde.responsable, LIEUX, **filtres)
            assert "Maison des Cimes" in lue
            assert ">1 lieu<" in lue
            assert [ligne[3] for ligne in lignes(client, LIEUX, **filtres)] == ["Maison des Cimes"]
        assert "Maison des Cimes" not in page(client, monde.responsable, LIEUX, etat="ouverts")
        lecture = LectureSensible.objects.order_by("pk").last()
        assert lecture is not None
        assert "lieux" in lecture.precision

    def test_ni_ceux_d_une_autre_caf_ni_plus_de_requetes(
        self, monde: Monde, client: Client
    ) -> None:
        avant = requetes(client, monde.responsable, LIEUX)
        gestionnaire = monde.passerelles.gestionnaire
        for n in range(30):
            espace_rencontre(monde.caf, gestionnaire, monde.portefeuille, f"ER {n}", (f"Lieu {n}",))
        assert requetes(client, monde.responsable, LIEUX) == avant
        assert "Aucun lieu" in page(client, monde.national, LIEUX, caf=monde.autre_caf.pk, q="Lieu")
