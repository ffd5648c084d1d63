"""Lists imported: every kind of wrong line, nothing written unless asked, twice changes nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kombu.exceptions import KombuError

from habilitations import tasks
from habilitations.annuaire import exports
from habilitations.annuaire.imports.lecture import nettoyer
from habilitations.annuaire.services.imports import application, depot
from habilitations.liens import liens_de_mot_de_passe
from habilitations.models import (
    Adhesion,
    Equipement,
    EtatImport,
    Gestionnaire,
    Habilitation,
    ImportAnnuaire,
    Lieu,
    Utilisateur,
)
from habilitations.verification import droits_verifies
from portal.socle.classeurs import Colonne, Feuille, ecrire_classeur
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee
from tests.habilitations.annuaire.lecture import sur_place
from tests.monde import JOUR, MAINTENANT, SIRETS, Monde, acteur
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
FAUX = Path(__file__).parents[2] / "cas" / "annuaire" / "quarante-lignes-fausses.xlsx"
# Sheet, line → what its refusal says.
REFUS = {
    ("gestionnaires", 2): "Le tableur a arrondi ce SIRET (3,62521E+13)",
    ("gestionnaires", 3): "compte 9 chiffres, au lieu de 14",
    ("gestionnaires", 4): "n’est pas valide",
    ("gestionnaires", 5): "n’est pas un SIRET",
    ("gestionnaires", 6): "SIRET : cette colonne est à remplir",
    ("gestionnaires", 7): "Nom : cette colonne est à remplir",
    ("gestionnaires", 8): "n’est pas l’un de ces choix",
    ("gestionnaires", 9): "201 caractères, pour 200 au plus",
    ("gestionnaires", 11): "La ligne 10 dit déjà cela",
    ("gestionnaires", 12): "la cellule porte l’erreur",
    ("gestionnaires", 13): "contient une date",
    ("equipements", 2): f"Aucun gestionnaire de SIRET {SIRETS[2]}",
    ("equipements", 3): "n’est pas l’un de ces choix",
    ("equipements", 4): "L’organisation s’indique pour un Espace de rencontre",
    ("equipements", 5): "L’organisation s’indique pour un Espace de rencontre",
    ("equipements", 6): "Portefeuille : cette colonne est à remplir",
    ("equipements", 7): "Aucun portefeuille « Secteur 9 »",
    ("equipements", 8): "n’existe pas dans le calendrier",
    ("equipements", 9): "La fermeture précède l’ouverture",
    ("equipements", 10): "n’est pas une date : écrivez JJ/MM/AAAA",
    ("equipements", 11): "Aucun équipement n° 9999999 à cette Caf",
    ("equipements", 12): "n’est pas un numéro d’export",
    ("equipements", 13): "l’année 1026 n’est pas plausible",
    ("equipements", 15): "La ligne 14 dit déjà cela",
    ("lieux", 2): "Ce gestionnaire n’a pas d’équipement « Introuvable »",
    ("lieux", 3): "Seul un Espace de rencontre a des lieux",
    ("lieux", 4): "Nom du lieu : cette colonne est à remplir",
    ("lieux", 6): "Aucun lieu n° 8888888",
    ("lieux", 7): "Ce gestionnaire n’a pas d’équipement « ER des Bauges »",
    ("personnes", 2): "n’est pas une adresse électronique complète",
    ("personnes", 3): "Prénom : cette colonne est à remplir",
    ("personnes", 4): "n’est pas un numéro de téléphone",
    ("personnes", 6): "La ligne 5 dit déjà cela",
    ("roles", 2): "Aucun compte pour inconnu@exemple.test",
    ("roles", 3): "n’est pas l’un de ces choix",
    ("roles", 4): "Ce gestionnaire n’a pas d’équipement « Introuvable »",
    ("roles", 5): "La date de fin précède la date de début",
    ("roles", 6): "Du : cette colonne est à remplir",
    ("roles", 7): "Ce rôle porte sur tout le partenaire",
    ("roles", 8): "n’est pas complète",
    ("roles", 9): "Équipements : cette colonne est à remplir",
    ("roles", 11): "La ligne 10 dit déjà cela",
}
JUSTES = {
    ("gestionnaires", 10),
    ("equipements", 14),
    ("equipements", 16),
    ("lieux", 5),
    ("personnes", 5),
    ("roles", 10),
}


@pytest.fixture(autouse=True)
def _lus_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    sur_place(monkeypatch)


def deposer(monde: Monde, contenu: bytes, nom: str = "liste.xlsx", qui: str = "responsable"):
    fichier = SimpleUploadedFile(nom, contenu)
    return depot.deposer(fichier, caf_id=monde.caf.pk, acteur=acteur(getattr(monde, qui)))


def confirmer(monde: Monde, depose: ImportAnnuaire, *, justes: bool = False) -> ImportAnnuaire:
    fait = application.confirmer(
        depose.pk, vu=depose.vu, justes=justes, acteur=acteur(monde.responsable)
    )
    fait.refresh_from_db()
    return fait


def classeur(titre: str, entetes: list[str], *lignes: list[object]) -> bytes:
    colonnes = [Colonne(entete) for entete in entetes]
    return ecrire_classeur([Feuille(titre, colonnes, lignes)], titre="Liste")


def decompte() -> tuple[int, ...]:
    modeles = (Gestionnaire, Adhesion, Equipement, Lieu, Utilisateur, Habilitation, LigneJournal)
    return tuple(modele.objects.count() for modele in modeles)


class TestLignesFausses:
    def test_chaque_sorte_est_expliquee_a_sa_ligne(self, monde: Monde) -> None:
        depose = deposer(monde, FAUX.read_bytes())
        dits = {
            (x.feuille, x.numero): " ".join(x.motifs).replace("\u00a0", " ")
            for x in depose.lignes.all()
        }
        assert {cle for cle, motif in dits.items() if motif} == set(REFUS)
        manques = {cle: dits[cle] for cle, dit in REFUS.items() if dit not in dits[cle]}
        assert manques == {}
        assert {cle for cle, motif in dits.items() if not motif} == JUSTES
        assert depose.compte == {"refuse": len(REFUS), "cree": len(JUSTES)}

    def test_rien_n_est_ecrit_tant_qu_une_ligne_est_fausse(self, monde: Monde) -> None:
        avant = decompte()
        depose = deposer(monde, FAUX.read_bytes())
        with pytest.raises(application.LignesRefusees):
            confirmer(monde, depose)
        assert decompte() == avant

    def test_les_lignes_justes_seules_quand_on_le_demande(self, monde: Monde) -> None:
        depose = confirmer(monde, deposer(monde, FAUX.read_bytes()), justes=True)
        assert depose.etat == EtatImport.FAIT
        alizes = Gestionnaire.objects.get(siret=SIRETS[3])
        assert Adhesion.objects.get(gestionnaire=alizes, caf=monde.caf).complete_le is None
        bauges = Equipement.objects.get(nom="ER des Bauges")
        assert (bauges.gestionnaire, bauges.portefeuille) == (
            monde.passerelles.gestionnaire,
            monde.portefeuille,
        )
        assert bauges.lieux.get().adresse == "Place de la Mairie"
        marie = Utilisateur.objects.get(email="marie.martin@exemple.test")
        assert (marie.telephone, marie.has_usable_password()) == ("0612345678", False)
        (droit,) = droits_verifies(Habilitation.objects.filter(utilisateur=marie), JOUR)
        assert {e.pk for e in droit.equipements.all()} == {monde.er.pk, bauges.pk}
        assert droit.signee_par == monde.responsable
        (lettre,) = Courriel.objects.filter(destinataire=marie.email)
        assert "Approbateur" in lettre.texte
        actions = set(LigneJournal.objects.values_list("action", flat=True))
        assert actions >= {
            "gestionnaire.cree",
            "equipement.cree",
            "lieu.cree",
            "compte.ouvert",
            "droit.accorde",
            "annuaire.importe",
        }
        encore = deposer(monde, FAUX.read_bytes())
        assert encore.compte == {"refuse": len(REFUS), "identique": len(JUSTES)}


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


def test_une_longue_liste_est_examinee_puis_importee_a_part(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    confiees: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda nom, args, **_: confiees.append((nom, args))
    )
    lignes = "".join(f"p{r}@exemple.test;Pat;Nom {r}\n" for r in range(301))
    with django_capture_on_commit_callbacks(execute=True):
        depose = deposer(monde, f"Adresse électronique;Prénom;Nom\n{lignes}".encode(), "l.csv")
    assert depose.etat == EtatImport.EXAMEN
    assert confiees == [("habilitations.tasks.examiner_import", [depose.pk])]
    for _ in range(2):
        tasks.examiner_import(depose.pk)
    depose.refresh_from_db()
    assert (depose.etat, depose.faites, depose.compte) == (EtatImport.PRET, 301, {"cree": 301})
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmer(monde, depose).etat == EtatImport.APPLICATION
    assert confiees[1:] == [("habilitations.tasks.appliquer_import", [depose.pk])]
    for _ in range(2):
        tasks.appliquer_import(depose.pk)
    depose.refresh_from_db()
    assert (depose.etat, depose.contenu) == (EtatImport.FAIT, [])
    assert Utilisateur.objects.filter(email__startswith="p", nom__startswith="Nom").count() == 301


def test_la_file_arretee_ne_perd_ni_l_examen_ni_l_import(
    monde: Monde, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    """The page answers at once; the list is asked for again once the queue is back, not before."""
    confiees: list[tuple[str, list[int]]] = []

    def en_panne(*args: object, **options: object) -> None:
        assert options["retry"] is False
        raise KombuError("plus de file")

    def confier(nom: str, args: list[int], **options: object) -> None:
        confiees.append((nom, args))

    monkeypatch.setattr(current_app, "send_task", en_panne)
    lignes = "".join(f"p{r}@exemple.test;Pat;Nom {r}\n" for r in range(301))
    with django_capture_on_commit_callbacks(execute=True):
        depose = deposer(monde, f"Adresse électronique;Prénom;Nom\n{lignes}".encode(), "l.csv")
    monkeypatch.setattr(current_app, "send_task", confier)
    assert application.reprendre(MAINTENANT + timedelta(minutes=4)) == 0
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    tasks.examiner_import(depose.pk)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 0

    monkeypatch.setattr(current_app, "send_task", en_panne)
    depose.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmer(monde, depose).etat == EtatImport.APPLICATION
    monkeypatch.setattr(current_app, "send_task", confier)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    assert [nom.rsplit(".", 1)[1] for nom, _ in confiees] == ["examiner_import", "appliquer_import"]
    tasks.appliquer_import(depose.pk)
    assert application.reprendre(MAINTENANT + timedelta(minutes=6)) == 0
    depose.refresh_from_db()
    assert depose.etat == EtatImport.FAIT


def test_les_requetes_ne_suivent_pas_le_nombre_de_lignes(
    monde: Monde, django_assert_max_num_queries
) -> None:
    """Two hundred lines of each kind are read and written by sets."""

    def lignes(combien: int) -> bytes:
        return ecrire_classeur(
            [
                Feuille(
                    "Équipements",
                    [
                        Colonne(t)
                        for t in ("SIRET du gestionnaire", "Nom", "Dispositif", "Portefeuille")
                    ],
                    [[SIRETS[0], f"CLAS {r}", "CLAS", "Secteur 1"] for r in range(combien)],
                ),
                Feuille(
                    "Personnes",
                    [Colonne(t) for t in ("Adresse électronique", "Prénom", "Nom")],
                    [[f"p{r}@exemple.test", "Pat", f"Nom {r}"] for r in range(combien)],
                ),
                Feuille(
                    "Rôles",
                    [
                        Colonne(t)
                        for t in (
                            "Adresse électronique",
                            "SIRET du gestionnaire",
                            "Rôle",
                            "Équipements",
                            "Du",
                        )
                    ],
                    [
                        [f"p{r}@exemple.test", SIRETS[0], "Approbateur", f"CLAS {r}", JOUR]
                        for r in range(combien)
                    ],
                ),
            ],
            titre="Liste",
        )

    depose = deposer(monde, lignes(100))
    assert depose.compte == {"cree": 300}
    with django_assert_max_num_queries(110):
        confirmer(monde, depose)
    siens = Habilitation.objects.filter(role="approbateur", du=JOUR)
    assert len(droits_verifies(siens, JOUR)) == 100


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
