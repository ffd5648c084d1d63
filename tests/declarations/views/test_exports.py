"""The list taken away as a spreadsheet: at once when short, else written apart."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError as KombuError
from python_calamine import CalamineWorkbook

from declarations.models import ExportListe
from declarations.models.exports import TACHE
from declarations.services import exports
from declarations.tasks import ecrire_export
from habilitations.models import AffectationAgent, Caf, Fonction, Portefeuille
from portal.socle.documents import stockage
from portal.socle.models import LectureSensible
from tests.declarations.listes import texte
from tests.monde import DEBUT, MAINTENANT, Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")
EXPORT = reverse("declarations:export")


def lire(contenu: bytes) -> list[list[object]]:
    classeur = CalamineWorkbook.from_filelike(BytesIO(contenu))
    return classeur.get_sheet_by_index(0).to_python()


def test_exactement_ce_qui_est_filtre(colette: Client, deux: SimpleNamespace, monde: Monde) -> None:
    reponse = colette.post(EXPORT, {"question": "etat=transmise"})

    lignes = lire(reponse.content)
    assert reponse["Content-Disposition"] == ('attachment; filename="declarations-2026-02-03.xlsx"')
    assert {ligne[0] for ligne in lignes[1:]} == {deux.un.reference, deux.deux.reference}
    titres = lignes[0]
    for titre in ("Montant", "Heures", "Charges", "Version"):
        assert all(isinstance(ligne[titres.index(titre)], float) for ligne in lignes[1:]), titre
    assert lignes[1][titres.index("Heures")] == 1562.25
    assert lignes[1][titres.index("Ce qu’est ce montant")] == "Subvention estimée"
    assert {ligne[titres.index("Enfants")] for ligne in lignes[1:]} == {""}
    lecture = LectureSensible.objects.get(action=LectureSensible.Action.EXPORT)
    assert (lecture.personne_id, lecture.caf_id) == (monde.conseiller.pk, monde.caf.pk)


def test_un_nom_qui_serait_une_formule_est_desamorce(
    colette: Client, deux: SimpleNamespace, monde: Monde
) -> None:
    monde.er.nom = "=HYPERLINK(1)"
    monde.er.save()

    lignes = lire(colette.post(EXPORT).content)

    assert "'=HYPERLINK(1)" in lignes[1]


def test_une_longue_liste_s_ecrit_a_part(
    colette: Client,
    deux: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    monkeypatch.setattr("declarations.views.exports.LIGNES_IMMEDIATES", 1)
    envoyees: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        exports.current_app, "send_task", lambda nom, args, **_: envoyees.append((nom, args))
    )

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        reponse = colette.post(EXPORT, {"question": "etat=transmise"})
    export = ExportListe.objects.get()
    suivi = colette.get(reponse["Location"]).content.decode()
    assert envoyees == [("declarations.tasks.ecrire_export", [export.pk])]
    assert "Actualiser" in suivi

    ecrire_export(export.pk)
    ecrire_export(export.pk)

    prete = texte(colette.get(reponse["Location"]).content.decode())
    assert "est prêt : 2 déclarations" in prete
    fichier = colette.get(reverse("declarations:export_fichier", args=[export.pk]))
    assert len(lire(b"".join(fichier))) == 3  # type: ignore[arg-type]


def ecrit(monde: Monde) -> str:
    """A list asked for and written; the address of its file."""
    export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
    ecrire_export(export.pk)
    return reverse("declarations:export_fichier", args=[export.pk])


def test_un_fichier_pret_n_est_plus_donne_a_qui_a_perdu_un_droit(
    client: Client, monde: Monde
) -> None:
    adresse = ecrit(monde)
    client.force_login(monde.conseiller)
    assert client.get(adresse)["Content-Disposition"].startswith("attachment")

    Portefeuille.objects.filter(titulaire=monde.conseiller).update(
        titulaire=monde.remplacant, remplacant=None
    )
    page = client.get(adresse, follow=True).content.decode()
    assert "ont changé depuis que ce fichier a été écrit" in page

    monde.conseiller.affectations.all().delete()
    assert client.get(adresse).status_code == 403


def test_la_lecture_d_un_export_porte_chaque_caf(monde: Monde) -> None:
    nord = Caf.objects.exclude(pk=monde.caf.pk).first()
    AffectationAgent.objects.create(
        utilisateur=monde.conseiller, caf=nord, fonction=Fonction.CHARGE_CONSEIL, du=DEBUT
    )
    for _ in range(2):
        exports.tracer_export(acteur(monde.conseiller), "etat=transmise")
    lues = LectureSensible.objects.filter(action="lecture.export")
    assert {lue.caf_id for lue in lues} == {monde.caf.pk, nord.pk}
    assert len(lues) == 2  # once a day and a Caf


def test_la_file_arretee_n_arrete_pas_la_page_et_la_liste_est_reprise(
    monde: Monde,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def en_panne(*args: object, **options: object) -> None:
        assert options["retry"] is False
        raise KombuError("plus de file")

    monkeypatch.setattr(exports.current_app, "send_task", en_panne)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))

    envoyees: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(
        exports.current_app, "send_task", lambda nom, args, **_: envoyees.append((nom, args))
    )
    assert exports.reprendre(MAINTENANT + timedelta(minutes=4)) == 0  # left to the queue
    assert exports.reprendre(MAINTENANT + timedelta(minutes=6)) == 1
    assert envoyees == [(TACHE, [export.pk])]
    assert exports.reprendre(MAINTENANT + timedelta(days=2)) == 0
    ecrire_export(export.pk)
    assert exports.reprendre(MAINTENANT + timedelta(minutes=6)) == 0


def test_deux_ouvriers_n_en_laissent_qu_un_fichier(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
    qui = acteur(monde.conseiller)
    noms: list[str] = []
    garder = stockage().save
    monkeypatch.setattr(
        type(stockage()), "save", lambda self, *a, **o: noms.append(garder(*a, **o)) or noms[-1]
    )

    def plus_lent(avancer: object) -> bytes:
        exports.ecrire(export.pk, 3, lambda avancer: b"premier", qui)
        return b"second"

    exports.ecrire(export.pk, 3, plus_lent, qui)
    export.refresh_from_db()
    assert [stockage().exists(nom) for nom in noms] == [True, False]
    assert stockage().open(export.fichier).read() == b"premier"


def test_l_export_d_une_autre_personne_n_existe_pas(client: Client, monde: Monde) -> None:
    export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
    client.force_login(monde.remplacant)

    for nom in ("export_suivi", "export_fichier"):
        adresse = reverse(f"declarations:{nom}", args=[export.pk])
        assert client.get(adresse).status_code == 404


def test_la_meme_demande_en_cours_n_en_fait_pas_deux(monde: Monde) -> None:
    premier = exports.demander_export("etat=transmise", 3, acteur=acteur(monde.conseiller))
    second = exports.demander_export("etat=transmise", 3, acteur=acteur(monde.conseiller))

    assert premier == second


def test_au_bout_d_une_semaine_tout_est_efface(monde: Monde) -> None:
    export = exports.demander_export("", 3, acteur=acteur(monde.conseiller))
    nom = stockage().save("exports/essai.xlsx", ContentFile(b"x"))
    ExportListe.objects.filter(pk=export.pk).update(fichier=nom, prete_le=MAINTENANT)

    assert exports.purger_exports(MAINTENANT + timedelta(days=7)) == 0
    assert exports.purger_exports(MAINTENANT + timedelta(days=8)) == 1
    assert not stockage().exists(nom)


def test_des_filtres_trop_longs_n_exportent_pas_davantage(
    colette: Client, deux: SimpleNamespace
) -> None:
    question = f"q={'a' * 2000}&etat=transmise"

    rendu = colette.post(EXPORT, {"question": question}, follow=True).content.decode()

    assert "trop longs" in rendu
    assert not ExportListe.objects.exists()
