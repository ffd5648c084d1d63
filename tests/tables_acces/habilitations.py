"""Who may open the pages where rights are asked for, granted, reviewed and withdrawn."""

TOUS = "200 " * 15
#                 anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
GERES = "302 404  200 404 404  404 404 404  404 404 404 404  404 200 404"

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("habilitations:mes_droits", (), "get"): "302 " + "200 " * 14,
    ("habilitations:personnes", (), "get"): (
        "302 403  403 403 403  403 403 403  403 403 403 403  403 200 403"
    ),
    ("habilitations:droits_personne", ("alice",), "get"): GERES,
    ("habilitations:droits_personne", (999999,), "get"): "302 " + "404 " * 14,
    ("habilitations:acte", ("acte",), "get"): GERES,
    ("habilitations:demander_acte", ("droit",), "post"): (
        "403 404  302 404 404  404 404 404  404 404 404 404  404 302 404"
    ),
    ("verification_acte", (), "get"): TOUS,
    ("verification_acte_fichier", (), "get"): TOUS,
    ("verification_acte_fichier", (), "post"): "422 " * 15,
    ("autorite_des_cachets", (), "get"): TOUS,
    ("revocations_des_cachets", (), "get"): TOUS,
}
