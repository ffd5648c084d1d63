"""The shared components: what they say in each state, and to whom."""

import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.socle.actes import ECRIT
from portal.socle.composants import EtapeSuivi, Interlocuteur
from portal.socle.templatetags.composants import badge, fil, pages_voisines

NB = "\u00a0"


def rendu(gabarit: str, **contexte: object) -> str:
    return re.sub(r"[ \n]+", " ", Template(gabarit).render(Context(contexte))).strip()


def test_badge_dit_l_etat_en_toutes_lettres_et_echappe_le_texte():
    assert ">À corriger</span>" in badge("À corriger", "erreur")
    assert "&lt;b&gt;" in badge("<b>", "neutre")


def test_un_ton_inconnu_est_refuse():
    with pytest.raises(TemplateSyntaxError, match="Ton inconnu"):
        badge("À corriger", "rouge")


def test_ce_qu_un_acte_dit_tient_en_une_notice():
    """Saved, then three rows added: one notice after one act, and a refusal apart."""
    dits = [
        Message(messages.SUCCESS, "Enregistré."),
        Message(messages.SUCCESS, "Trois collectifs sont ajoutés."),
        Message(messages.ERROR, "Le quatrième a déjà ce nom."),
    ]
    html = render_to_string("composants/messages.html", {"messages": dits})
    assert html.count('class="notice ') == 2
    assert html.index("Enregistré.") < html.index("Trois collectifs")
    assert html.count('role="alert"') == 1


def test_ce_qui_n_est_pas_garde_se_lit_dans_la_notice_qui_le_refuse():
    dits = [
        Message(messages.WARNING, "Trop tard."),
        Message(messages.WARNING, "Une ligne,\n<i>une autre</i>", extra_tags=ECRIT),
        Message(messages.WARNING, "Un second texte", extra_tags=ECRIT),
    ]
    html = render_to_string("composants/messages.html", {"messages": dits})
    assert html.count('class="notice ') == 1
    assert html.count("Cet envoi n’a rien enregistré") == 1
    assert html.count("<blockquote") == 2
    assert "Une ligne,\n&lt;i&gt;une autre&lt;/i&gt;</blockquote>" in html
    assert "vous aviez écrit" not in render_to_string(
        "composants/messages.html", {"messages": dits[:1]}
    )


def test_notice_a_contenu_riche():
    html = rendu('{% notice "attention" "Titre" %}<p>{{ texte }}</p>{% endnotice %}', texte="<i>")
    assert "notice--attention" in html
    assert "<p>&lt;i&gt;</p>" in html


def test_fil_designe_la_page_courante():
    assert 'aria-current="page"' in fil("Aide")
    assert 'href="/aide/"' in fil("Aide", "accueil:aide")


@dataclass(frozen=True)
class Etape:
    libelle: str
    formule: str
    entrees: tuple[tuple[str, str], ...]
    parametre: object
    resultat: Decimal
    unite: str


@dataclass(frozen=True)
class Estimation:
    statut: str
    montant: Decimal | None
    etapes: tuple[Etape, ...] = ()
    manquants: tuple[str, ...] = ()
    erreurs: tuple[object, ...] = ()


ETAPE = Etape("Prix de revient", "somme", (("Charges", "120000"),), None, Decimal("1350.5"), "h")


@pytest.mark.parametrize(
    "estimation",
    [
        Estimation("estime", Decimal("64800"), (ETAPE,)),
        {
            "statut": "estime",
            "montant": "64800.00",
            "etapes": [
                {
                    "libelle": "Prix de revient",
                    "formule": "somme",
                    "entrees": {"Charges": "120000"},
                    "parametre": None,
                    "resultat": "1350.5",
                    "unite": "h",
                }
            ],
        },
    ],
)
def test_montant_avec_ses_etapes_objet_ou_json(estimation):
    html = rendu("{% montant e 'er' %}", e=estimation)
    assert f"64\u202f800,00{NB}€" in html
    assert "120\u202f000" in html
    assert f"1\u202f350,5{NB}h" in html


def test_bareme_non_publie_nomme_ce_qui_manque_et_n_affiche_aucun_montant():
    estimation = Estimation("bareme_non_publie", None, manquants=("plafond_horaire", "taux"))
    html = rendu("{% montant e 'er' %}", e=estimation)
    assert "Barème non publié" in html
    assert "plafond horaire" in html
    assert "<li>taux</li>" in html
    assert "€" not in html


def test_parametre_montre_sa_source_et_ce_qui_est_a_confirmer():
    parametre = {
        "code": "taux",
        "valeur": "0.60",
        "source": "Caf, 2023",
        "marque": "H",
        "portee": "nationale",
        "debut": 2023,
        "fin": None,
    }
    etape = Etape("Droit", "", (), parametre, Decimal(1), "€")
    html = rendu("{% montant e 'er' %}", e=Estimation("estime", Decimal(1), (etape,)))
    for mention in ("60\xa0%", "nationale", "depuis l’exercice 2023", "Caf, 2023", "à confirmer"):
        assert mention in html


def test_etapes_annoncent_l_etape_en_cours():
    etapes = [EtapeSuivi("Saisie", "faite"), EtapeSuivi("Approbation", "courante")]
    html = render_to_string("composants/etapes.html", {"etapes": etapes})
    assert html.count('aria-current="step"') == 1
    assert "(étape terminée)" in html


def test_interlocuteur_absent_est_dit():
    assert "pas encore désigné" in render_to_string("composants/interlocuteur.html", {})
    carte = Interlocuteur("Claire Marchand", telephone="0479000000")
    html = render_to_string("composants/interlocuteur.html", {"interlocuteur": carte})
    assert 'href="tel:0479000000"' in html


class Formulaire(forms.Form):
    nom = forms.CharField(label="Nom")

    def clean(self):
        raise forms.ValidationError("Rien ne va.")


def test_resume_des_erreurs_mene_aux_champs():
    html = rendu("{% resume_erreurs f %}", f=Formulaire({}))
    assert 'role="alert"' in html
    assert "2 erreurs sont à corriger" in html
    assert 'href="#id_nom"' in html
    assert "Rien ne va." in html
    assert rendu("{% resume_erreurs f %}", f=Formulaire()) == ""


def test_pagination_garde_les_filtres():
    request = RequestFactory().get("/", {"etat": "a_saisir", "page": "2"})
    page = Paginator(range(100), 10).page(2)
    html = render_to_string("composants/pagination.html", {"page": page, "request": request})
    assert "?etat=a_saisir&amp;page=3" in html
    assert 'aria-current="page"' in html
    assert pages_voisines(page) == [1, 2, 3, None, 10]
