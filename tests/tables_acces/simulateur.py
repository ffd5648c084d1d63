"""The simulator: open to all for the national barème; what a partner keeps is read by its people.

« simulation » is of an ER, made by the approbateur and shared: every role reads its amounts. « k »
is the declaration of a CCT, whose figures and amount the provider of the activity does not read.
« projection » is the adviser’s, computed.
"""

from tests.tables_acces.codes import INSTRUCTEURS, TOUS, soumis

#             anon sans  act fin app   voisins      con rem hor ccd  nord resp nat
PARTENAIRES = "302 403  200 200 200  200 200 200  403 403 403 403  403 403 403"
LECTEURS = "302 404  200 200 200  404 404 404  404 404 404 404  404 404 404"
AUTEUR = "302 404  403 403 200  404 404 404  404 404 404 404  404 404 404"
DE_L_ER = "302 404  200 200 200  404 404 404  403 403 403 403  404 404 404"
DE_LA_CCT = "302 404  403 200 200  404 404 404  403 403 403 403  404 404 404"
INCONNUE = "302 403  403 403 403  403 403 403  404 404 404 404  404 403 403"
DEMANDEUR = "302 403  403 403 403  403 403 403  200 404 404 404  404 403 403"

TABLE: dict[tuple[str, tuple[object, ...], str], str] = {
    ("simulateur_public:choisir", (), "get"): TOUS,
    ("simulateur_public:simuler", ("er",), "get"): TOUS,
    ("simulateur_public:simuler", ("diagnostic",), "post"): TOUS,
    ("simulateur_public:simuler", ("inconnu",), "get"): "404 " * 15,
    ("simulations:liste", (), "get"): PARTENAIRES,
    ("simulations:nouvelle", (), "get"): PARTENAIRES,
    ("simulations:nouvelle", (), "post"): soumis(PARTENAIRES, "422"),
    ("simulations:simulation", ("simulation",), "get"): LECTEURS,
    ("simulations:simulation", (999999,), "get"): "302 " + "404 " * 14,
    ("simulations:simulation", ("simulation",), "post"): soumis(AUTEUR, "422"),
    ("simulations:export", ("simulation",), "get"): LECTEURS,
    ("simulations:export_csv", ("simulation",), "get"): LECTEURS,
    ("simulations:partager", ("simulation",), "post"): soumis(LECTEURS, "302"),
    ("simulations:copier", ("simulation",), "post"): soumis(LECTEURS, "302"),
    ("simulations:supprimer", ("simulation",), "get"): AUTEUR,
    ("simulations:supprimer", ("simulation",), "post"): soumis(AUTEUR),
    ("simulations:projections", (), "get"): INSTRUCTEURS,
    ("simulations:nouvelle_projection", ("er",), "get"): INSTRUCTEURS,
    ("simulations:nouvelle_projection", ("er",), "post"): soumis(INSTRUCTEURS, "422"),
    ("simulations:nouvelle_projection", ("tous",), "get"): INSTRUCTEURS,
    ("simulations:nouvelle_projection", ("diagnostic",), "get"): INCONNUE,
    ("simulations:projection", ("projection",), "get"): DEMANDEUR,
    ("simulations:relancer_projection", (999999,), "post"): soumis(INCONNUE),
    ("simulations:export_projection", ("projection",), "get"): DEMANDEUR,
    ("simulations:export_projection_csv", ("projection",), "get"): DEMANDEUR,
    ("declarations:simuler", ("d",), "post"): soumis(DE_L_ER, "302"),
    ("declarations:simuler", ("k",), "post"): soumis(DE_LA_CCT, "302"),
}
