"""Importing the figures of ELAN: read to the last cell, all or nothing, odd files refused."""

import threading
import tracemalloc
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from declarations.models import ImportElan, RepriseElan
from declarations.services import imports_elan
from declarations.services.elan import reprendre_elan
from declarations.services.imports_elan import (
    PAS_XLSX,
    TROP_LOURD,
    ApercuDepasse,
    ImportRefuse,
    confirmer_import,
    deposer_import,
    etat_compare,
    reprises_de,
)
from habilitations.models import Equipement, Portefeuille
from portal.socle.models import LigneJournal
from tests.declarations.clas import ANNEE, projet_clas
from tests.declarations.classeurs import (
    TITRES,
    avec_partie,
    classeur,
    classeur_elan,
    depose,
)
from tests.declarations.remplir import referentiels
from tests.monde import MAINTENANT, Monde, acteur

FEUILLE_1 = "xl/worksheets/sheet1.xml"


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)


def deposer(monde: Monde, contenu: bytes, nom: str = "elan.xlsx") -> ImportElan:
    return deposer_import(depose(contenu, nom), acteur=acteur(monde.conseiller))


def confirmer(monde: Monde, depot: ImportElan, compare: str | None = None) -> ImportElan:
    vu = etat_compare(depot, reprises_de(depot)) if compare is None else compare
    return confirmer_import(depot.pk, acteur=acteur(monde.conseiller), compare=vu)


def refus(monde: Monde, contenu: bytes, nom: str = "elan.xlsx") -> list[str]:
    """The messages of a workbook that is refused; nothing is kept of it."""
    with pytest.raises(ImportRefuse) as erreur:
        deposer(monde, contenu, nom)
    assert not ImportElan.objects.exists()
    return list(erreur.value.erreurs)


def test_rien_n_est_ecrit_avant_la_confirmation_puis_tout_l_est(
    monde: Monde, projet: Equipement
) -> None:
    autre = projet_clas(monde, "Clas du Lac", monde.voisins.gestionnaire)

    depot = deposer(monde, classeur_elan([projet, autre]))
    assert not RepriseElan.objects.exists()

    confirme = confirmer(monde, depot)

    reprise = RepriseElan.objects.get(equipement=projet)
    assert [ligne["libelle"] for ligne in reprise.lignes] == ["Les Alizés", "Les Embruns"]
    assert reprise.donnees == {
        "collectifs.c1.niveau": "elementaire",
        "collectifs.c1.enfants": "10",
        "collectifs.c1.bonus_enfants": "oui",
        "collectifs.c1.bonus_parents": "non",
        "collectifs.c2.niveau": "college",
        "collectifs.c2.enfants": "12",
        "collectifs.c2.bonus_enfants": "non",
        "collectifs.c2.bonus_parents": "non",
        "comptes.60": "3000",
        "comptes.64": "15000.50",
        "comptes.741": "18000.50",
    }
    assert (reprise.origine, reprise.fichier_nom) == ("import", "elan.xlsx")
    assert reprise.fichier_empreinte == depot.fichier_empreinte
    assert [ligne["issue"] for ligne in confirme.rapport] == ["repris", "repris"]
    assert (confirme.contenu, confirme.confirme_le) == ([], MAINTENANT)


def test_confirmer_deux_fois_ne_fait_rien_de_plus(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet))

    assert confirmer(monde, depot).rapport == confirmer(monde, depot, "perdu").rapport
    assert RepriseElan.objects.get().revision == 1
    assert LigneJournal.objects.filter(action="elan.repris").count() == 1


def test_le_meme_classeur_de_nouveau_ne_change_rien(monde: Monde, projet: Equipement) -> None:
    confirmer(monde, deposer(monde, classeur_elan(projet)))

    confirme = confirmer(monde, deposer(monde, classeur_elan(projet)))

    assert [ligne["issue"] for ligne in confirme.rapport] == ["identique"]
    assert RepriseElan.objects.get().revision == 1


def test_un_import_garde_les_textes_que_le_classeur_ne_porte_pas(
    monde: Monde, projet: Equipement
) -> None:
    confirmer(monde, deposer(monde, classeur_elan(projet)))
    reprise = RepriseElan.objects.get()
    RepriseElan.objects.update(
        donnees=reprise.donnees | {"projet_bonus_enfants": "Lire et écrire ensemble."}
    )

    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][4] = 8

    confirme = confirmer(monde, deposer(monde, classeur_elan(projet, changer)))

    reprise.refresh_from_db()
    assert [ligne["issue"] for ligne in confirme.rapport] == ["modifie"]
    assert reprise.donnees["projet_bonus_enfants"] == "Lire et écrire ensemble."
    assert reprise.donnees["collectifs.c1.enfants"] == "8"


def test_des_chiffres_changes_depuis_l_apercu_se_regardent_de_nouveau(
    monde: Monde, projet: Equipement
) -> None:
    depot = deposer(monde, classeur_elan(projet))
    vu = etat_compare(depot, reprises_de(depot))
    contenu = depot.contenu[0]
    reprendre_elan(
        projet.pk,
        ANNEE,
        acteur=acteur(monde.remplacant),
        revision=0,
        lignes=imports_elan.lignes_importees(contenu),
        brut=contenu["brut"] | {"collectifs.c1.enfants": "9"},
    )

    with pytest.raises(ApercuDepasse):
        confirmer(monde, depot, vu)

    assert RepriseElan.objects.get().donnees["collectifs.c1.enfants"] == "9"
    assert confirmer(monde, depot).rapport[0]["issue"] == "modifie"


def test_un_import_n_est_qu_a_son_auteur(monde: Monde, projet: Equipement) -> None:
    depot = deposer(monde, classeur_elan(projet))

    with pytest.raises(ImportElan.DoesNotExist):
        confirmer_import(depot.pk, acteur=acteur(monde.remplacant), compare="")


def test_ce_qui_attend_depuis_plus_d_un_jour_est_jete(monde: Monde, projet: Equipement) -> None:
    vieux = deposer(monde, classeur_elan(projet))
    ImportElan.objects.update(depose_le=MAINTENANT - timedelta(days=2))

    deposer(monde, classeur_elan(projet))

    assert not ImportElan.objects.filter(pk=vieux.pk).exists()


@pytest.mark.parametrize(
    ("feuille", "ligne", "colonne", "valeur", "attendu"),
    [
        (0, 2, 4, -3, "Collectifs, ligne 3, colonne Enfants inscrits : Ce nombre ne peut pas être"),
        (0, 2, 4, "douze", "Collectifs, ligne 3, colonne Enfants inscrits : Écrivez un nombre"),
        (0, 1, 4, 10.5, "Collectifs, ligne 2, colonne Enfants inscrits : Écrivez un nombre entier"),
        (0, 1, 4, None, "Collectifs, ligne 2, colonne Enfants inscrits : Renseignez"),
        (0, 1, 4, True, "Collectifs, ligne 2, colonne Enfants inscrits : Écrivez un nombre."),
        (0, 1, 4, date(2024, 1, 10), "Collectifs, ligne 2, colonne Enfants inscrits : Cette cell"),
        (0, 1, 3, "Maternelle", "Collectifs, ligne 2, colonne Niveau scolaire : Choisissez une"),
        (0, 1, 5, "peut-être", "Collectifs, ligne 2, colonne Bonus enfants demandé : Choisissez"),
        (0, 2, 2, "LES ALIZÉS", "Collectifs, ligne 3, colonne Nom du collectif : Un autre"),
        (0, 2, 2, "", "Collectifs, ligne 3, colonne Nom du collectif : Nommez ce collectif."),
        (0, 1, 1, "2024", "Collectifs, ligne 2, colonne Exercice : L’exercice s’écrit comme"),
        (0, 1, 1, 2024, "Collectifs, ligne 2, colonne Exercice : L’exercice s’écrit comme"),
        (0, 1, 1, "2019-2020", "Collectifs, ligne 2, colonne Exercice : Aucune grille clas"),
        (0, 1, 1, datetime(2024, 9, 1), "Collectifs, ligne 2, colonne Exercice : Cette cellule"),
        (0, 1, 0, "douze", "Collectifs, ligne 2, colonne N° du projet : Indiquez le numéro"),
        (0, 1, 0, 999_999, "Collectifs, ligne 2, colonne N° du projet : Ce projet n’est pas"),
        (0, 1, 0, 10**15, "Collectifs, ligne 2, colonne N° du projet : Indiquez le numéro"),
        (1, 1, 3, "1.234,50", "Comptes, ligne 2, colonne Montant : Écrivez 1234,50"),
        (1, 1, 3, 12.345, "Comptes, ligne 2, colonne Montant : Écrivez 2 décimales au plus."),
        (1, 1, 3, None, "Comptes, ligne 2, colonne Montant : Renseignez cette cellule"),
        (1, 1, 3, "=A1*2", "Comptes, ligne 2, colonne Montant : Renseignez cette cellule"),
        (1, 1, 3, date(2024, 1, 1), "Comptes, ligne 2, colonne Montant : Cette cellule contient"),
        (1, 1, 2, "999", "Comptes, ligne 2, colonne Compte : Ce compte n’est pas demandé"),
        (1, 1, 2, None, "Comptes, ligne 2, colonne Compte : Ce compte n’est pas demandé"),
        (1, 2, 2, 60, "Comptes, ligne 3, colonne Compte : Le compte 60 de ce projet est déjà"),
    ],
)
def test_chaque_faute_dit_sa_feuille_sa_ligne_et_sa_colonne(
    monde: Monde,
    projet: Equipement,
    feuille: int,
    ligne: int,
    colonne: int,
    valeur: object,
    attendu: str,
) -> None:
    def changer(*feuilles: list) -> None:
        feuilles[feuille][ligne][colonne] = valeur

    messages = refus(monde, classeur_elan(projet, changer))

    assert any(message.startswith(attendu) for message in messages), messages


def test_toutes_les_fautes_sont_dites_ensemble_une_par_cellule(
    monde: Monde, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[1][4] = date(2024, 1, 10)
        collectifs[2][3] = "Maternelle"
        comptes[1][3] = "beaucoup"

    messages = refus(monde, classeur_elan(projet, changer))

    assert [m.split(" : ")[0] for m in messages] == [
        "Collectifs, ligne 2, colonne Enfants inscrits",
        "Collectifs, ligne 3, colonne Niveau scolaire",
        "Comptes, ligne 2, colonne Montant",
    ]


def test_un_projet_sans_comptes_ou_sans_collectif_est_refuse(
    monde: Monde, projet: Equipement
) -> None:
    autre = projet_clas(monde, "Clas du Lac")

    def changer(collectifs: list, comptes: list) -> None:
        collectifs[2][0] = autre.pk
        comptes[1][0] = comptes[2][0] = comptes[3][0] = autre.pk

    messages = refus(monde, classeur_elan(projet, changer))
    assert messages == [
        "Collectifs, ligne 2, colonne N° du projet : Renseignez au moins une charge et un produit."
    ]

    def retirer(collectifs: list, comptes: list) -> None:
        collectifs[1][0] = collectifs[2][0] = autre.pk

    messages = refus(monde, classeur_elan(projet, retirer))
    assert "Comptes, ligne 2, colonne N° du projet : Inscrivez au moins un collectif." in messages


def test_le_projet_d_un_autre_et_un_autre_exercice_sont_refuses(
    monde: Monde, projet: Equipement
) -> None:
    ailleurs = Portefeuille.objects.create(
        caf=monde.caf, nom="Secteur 2", titulaire=monde.hors_portefeuille
    )
    a_un_autre = projet_clas(monde, "Clas secret")
    Equipement.objects.filter(pk=a_un_autre.pk).update(portefeuille=ailleurs)

    messages = refus(monde, classeur_elan(a_un_autre))
    assert "portefeuille que vous suivez" in messages[0]
    assert "secret" not in messages[0]

    def changer(*feuilles: list) -> None:
        for rangees in feuilles:
            for rangee in rangees[1:]:
                rangee[1] = "2025-2026"

    assert (
        "2025-2026 n’est pas le premier exercice" in refus(monde, classeur_elan(projet, changer))[0]
    )


def test_une_formule_calculee_vaut_son_resultat(monde: Monde, projet: Equipement) -> None:
    """As office software saves it: the formula and what it gave; one in error gives nothing."""
    contenu = classeur_elan(projet)
    montant = b'<c r="D2" t="n"><v>3000</v></c>'
    assert montant in _partie(contenu, "xl/worksheets/sheet2.xml")

    def calculee(brut: bytes) -> bytes:
        return brut.replace(montant, b'<c r="D2"><f>1000*3</f><v>3000.0000000001</v></c>')

    def en_erreur(brut: bytes) -> bytes:
        return brut.replace(montant, b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')

    depot = deposer(monde, avec_partie(contenu, "xl/worksheets/sheet2.xml", calculee))
    assert depot.contenu[0]["brut"]["comptes.60"] == "3000"
    depot.delete()
    messages = refus(monde, avec_partie(contenu, "xl/worksheets/sheet2.xml", en_erreur))
    assert messages == [
        "Comptes, ligne 2, colonne Montant : Renseignez cette cellule ; une formule sans résultat "
        "compte pour vide."
    ]


def _partie(contenu: bytes, nom: str) -> bytes:
    vu: list[bytes] = []
    avec_partie(contenu, nom, lambda brut: vu.append(brut) or brut)
    return vu[0]


def test_les_titres_se_lisent_sans_leur_casse_ni_leur_ordre(
    monde: Monde, projet: Equipement
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        for rangee in collectifs:
            rangee.reverse()
            rangee.append("remarque")
        collectifs[0][0] = "  BONUS PARENTS DEMANDE "

    assert deposer(monde, classeur_elan(projet, changer)).contenu[0]["lignes"][1]["libelle"] == (
        "Les Embruns"
    )


@pytest.mark.parametrize(
    ("titre", "attendu"),
    [
        ("Effectif", "Collectifs, ligne 1 : la colonne « Enfants inscrits » manque."),
        (None, "Collectifs, ligne 1 : la colonne « Enfants inscrits » manque."),
        ("Exercice", "Collectifs, ligne 1 : la colonne « Exercice » est en double."),
    ],
)
def test_de_mauvaises_colonnes_sont_nommees(
    monde: Monde, projet: Equipement, titre: str | None, attendu: str
) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        collectifs[0][4] = titre

    assert attendu in refus(monde, classeur_elan(projet, changer))


def test_une_feuille_absente_ou_masquee_est_demandee(monde: Monde, projet: Equipement) -> None:
    def masquer(livre: object) -> None:
        livre["Comptes"].sheet_state = "hidden"

    attendu = "La feuille « Comptes » manque ou est masquée : reprenez le modèle."
    assert attendu in refus(monde, classeur_elan(projet, retoucher=masquer))
    assert attendu in refus(monde, classeur({"Collectifs": [TITRES]}))


def test_une_autre_feuille_masquee_ne_gene_pas(monde: Monde, projet: Equipement) -> None:
    def ajouter(livre: object) -> None:
        livre.create_sheet("Brouillon").sheet_state = "hidden"

    assert deposer(monde, classeur_elan(projet, retoucher=ajouter)).pk


def test_des_feuilles_vides_sont_dites(monde: Monde, projet: Equipement) -> None:
    messages = refus(monde, classeur({"Collectifs": [TITRES], "Comptes": []}))

    assert "La feuille « Collectifs » ne contient aucune ligne." in messages
    assert "Comptes, ligne 1 : la colonne « Montant » manque." in messages


def test_plus_de_cinq_mille_lignes_sont_refusees(monde: Monde, projet: Equipement) -> None:
    def changer(collectifs: list, comptes: list) -> None:
        comptes.extend([comptes[1]] * 5000)

    assert "plus de 5\u202f000 lignes" in refus(monde, classeur_elan(projet, changer))[0]


def test_une_cellule_au_bout_de_la_feuille_ne_remplit_pas_la_memoire(
    monde: Monde, projet: Equipement
) -> None:
    contenu = classeur_elan(projet)
    loin = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    piege = avec_partie(contenu, FEUILLE_1, lambda b: b.replace(b"</sheetData>", loin))

    assert "s’étend bien au-delà de ses données" in refus(monde, piege)[0]


def test_une_bombe_est_refusee_sans_etre_gardee(monde: Monde, projet: Equipement) -> None:
    contenu = classeur_elan(projet)
    bombe = avec_partie(contenu, FEUILLE_1, lambda b: b + b" " * (200 * 1024 * 1024))
    tracemalloc.start()

    try:
        assert "anormalement volumineux" in refus(monde, bombe)[0]
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_une_taille_annoncee_n_est_pas_crue(monde: Monde, projet: Equipement) -> None:
    """The directory of the archive says 1 kB; the part unpacks to 70 MB."""
    gonfle = avec_partie(classeur_elan(projet), FEUILLE_1, lambda b: b + b" " * (70 * 1024 * 1024))
    vraie = len(_partie(gonfle, FEUILLE_1))
    menteur = gonfle.replace(vraie.to_bytes(4, "little"), (1024).to_bytes(4, "little"))
    assert menteur != gonfle

    assert refus(monde, menteur)[0].startswith("Ce fichier est a")


@pytest.mark.parametrize(
    ("contenu", "nom", "attendu"),
    [
        (b"", "elan.xlsx", "vide"),
        (b"N;Exercice\n1;2024-2025\n", "elan.xlsx", "n’est pas celui d’un fichier"),
        (b"N;Exercice\n1;2024-2025\n", "elan.csv", PAS_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "elan.xlsx", PAS_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "elan.xls", PAS_XLSX),
        (b"PK\x03\x04" + b"\0" * 600, "elan.xlsx", "abîmé"),
        (b"%PDF-1.7\n%%EOF", "elan.pdf", PAS_XLSX),
    ],
)
def test_un_autre_fichier_est_refuse(monde: Monde, contenu: bytes, nom: str, attendu: str) -> None:
    assert attendu in refus(monde, contenu, nom)[0]


def test_un_classeur_opendocument_renomme_est_refuse(monde: Monde) -> None:
    import zipfile

    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")

    assert "n’est pas celui d’un fichier" in refus(monde, sortie.getvalue())[0]


def test_un_fichier_tronque_est_refuse(monde: Monde, projet: Equipement) -> None:
    contenu = classeur_elan(projet)
    casse = avec_partie(contenu, FEUILLE_1, lambda b: b[: len(b) // 2])

    assert refus(monde, contenu[: len(contenu) // 2])[0].startswith("Ce fichier est abîmé")
    assert refus(monde, casse)


def test_plus_de_cinq_megaoctets_sont_refuses_sans_etre_lus(monde: Monde) -> None:
    class Lourd(BytesIO):
        def read(self, *args: object) -> bytes:
            raise AssertionError("Ce fichier ne doit pas être lu.")

    fichier = UploadedFile(Lourd(), "elan.xlsx", size=40 * 1024 * 1024)

    with pytest.raises(ImportRefuse, match=TROP_LOURD):
        deposer_import(fichier, acteur=acteur(monde.conseiller))


@pytest.mark.django_db(transaction=True)
def test_deux_confirmations_en_meme_temps_n_ecrivent_qu_une_fois() -> None:
    monde = Monde()
    referentiels(monde.caf)
    depot = deposer(monde, classeur_elan(projet_clas(monde)))
    vu = etat_compare(depot, reprises_de(depot))
    depart, issues = threading.Barrier(2), []

    def cliquer() -> None:
        depart.wait()
        try:
            issues.append(confirmer(monde, depot, vu).rapport[0]["issue"])
        finally:
            connection.close()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()

    assert issues == ["repris", "repris"]
    assert LigneJournal.objects.filter(action="elan.repris").count() == 1
