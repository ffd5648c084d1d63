// What was typed and not saved yet stays in this browser, for the person who typed it and nobody
// else: see docs/decisions/0014. saisie.js writes it and sends it; every page tells that it is there.
window.portailAttente = (() => {
  const PREFIXE = "portail-attente:";
  const DUREE = 7 * 24 * 60 * 60 * 1000;
  const moi = document.body.dataset.utilisateur ?? "";

  // A reserved figure (a salary) never outlives its tab: it goes to sessionStorage.
  const magasin = (reserve) => (reserve ? sessionStorage : localStorage);
  const prudemment = (acte, sinon) => {
    try {
      return acte();
    } catch {
      return sinon; // no storage (private browsing, full disk): the page alone keeps what is typed
    }
  };
  const cle = (volet, chemin) => `${PREFIXE}${moi}:${volet}:${chemin}`;

  // Logged out meanwhile, in another tab: one was asked there, and nothing stays any more.
  const poser = (volet, chemin, donnee, reserve) =>
    window.portailPresence.presente() &&
    prudemment(() => magasin(reserve).setItem(cle(volet, chemin), JSON.stringify({ ...donnee, le: Date.now() })));

  const oter = (volet, chemin) =>
    [true, false].forEach((reserve) => prudemment(() => magasin(reserve).removeItem(cle(volet, chemin))));

  const toutes = () =>
    [localStorage, sessionStorage].flatMap((lieu) =>
      Object.keys(lieu)
        .filter((nom) => nom.startsWith(PREFIXE))
        .map((nom) => ({ lieu, nom })),
    );

  // Anybody's, once too old or unreadable; the salaries that somebody else left in this tab.
  const purger = () =>
    prudemment(() =>
      toutes().forEach(({ lieu, nom }) => {
        const le = prudemment(() => JSON.parse(lieu.getItem(nom)).le, 0);
        const dUnAutre = lieu === sessionStorage && moi && !nom.startsWith(`${PREFIXE}${moi}:`);
        if (dUnAutre || !(Date.now() - le < DUREE)) lieu.removeItem(nom);
      }),
    );

  const lire = (voulu) =>
    prudemment(
      () =>
        toutes()
          .filter(({ nom }) => moi && nom.startsWith(`${PREFIXE}${moi}:`))
          .map(({ lieu, nom }) => {
            const [, , volet, chemin] = nom.split(":");
            return { ...JSON.parse(lieu.getItem(nom)), volet, chemin };
          })
          .filter(({ volet }) => !voulu || volet === voulu),
      [],
    );

  const vider = () => lire().forEach(({ volet, chemin }) => oter(volet, chemin));

  const combien = (nombre) => `${nombre} donnée${nombre > 1 ? "s" : ""}`;

  const noeud = (balise, texte, attributs = {}) => {
    const element = document.createElement(balise);
    element.textContent = texte;
    Object.entries(attributs).forEach(([nom, valeur]) => element.setAttribute(nom, valeur));
    return element;
  };

  // Shown by the form itself, which sends it.
  const estDansLaPage = ({ volet, chemin }) =>
    document.querySelector(`#formulaire-volet[data-saisie][data-volet="${volet}"] [data-champ="${CSS.escape(chemin)}"]`) ??
    document.querySelector(`#formulaire-justifications[data-volet="${volet}"] [name="${CSS.escape(chemin)}"]`);

  const avertir = () => {
    const zone = document.getElementById("attente");
    const reste = lire().filter((donnee) => !estDansLaPage(donnee));
    zone?.replaceChildren();
    if (!zone || !reste.length) return;
    const notice = noeud("div", "", { class: "notice notice--attention", role: "status" });
    const pluriel = reste.length > 1;
    notice.append(
      noeud("p", `${combien(reste.length)} en attente d’envoi`, { class: "notice-titre" }),
      noeud("p", `Vous ${pluriel ? "les " : "l’"}avez saisie${pluriel ? "s" : ""} sur ce navigateur, et le portail ne ${pluriel ? "les " : "l’"}a pas encore enregistrée${pluriel ? "s" : ""}. Ouvrez la page pour ${pluriel ? "les " : "l’"}envoyer :`),
    );
    const pages = noeud("ul", "");
    new Map(reste.map(({ adresse, titre }) => [adresse, titre])).forEach((titre, adresse) => {
      const puce = noeud("li", "");
      puce.append(noeud("a", titre, { href: adresse }));
      pages.append(puce);
    });
    const detail = noeud("details", "");
    const liste = noeud("ul", "");
    reste.forEach(({ libelle, valeur, lue }) => liste.append(noeud("li", `${libelle} : ${lue ?? ([valeur].flat().join(", ") || "rien")}`)));
    const effacer = noeud("button", pluriel ? "Les effacer de ce navigateur" : "L’effacer de ce navigateur", {
      type: "button",
      class: "btn btn-outline-primary btn-sm",
    });
    effacer.addEventListener("click", () => {
      reste.forEach(({ volet, chemin }) => oter(volet, chemin));
      avertir();
    });
    detail.append(noeud("summary", "Voir ce qui a été saisi"), liste, effacer);
    notice.append(pages, detail);
    zone.append(notice);
  };

  // Logging out says that one is done with this browser: nothing stays in it.
  const surveillerLaSortie = () =>
    document.addEventListener("submit", (e) => {
      const sortie = document.body.dataset.deconnexion;
      // The attribute: a form may have a field called « action ».
      if (!sortie || new URL(e.target.getAttribute("action") ?? "", location.href).pathname !== sortie) return;
      const nombre = lire().length;
      const question = `${combien(nombre)} en attente d’envoi ${nombre > 1 ? "seront effacées" : "sera effacée"} de ce navigateur. Se déconnecter quand même ?`;
      if (nombre && !window.confirm(question)) e.preventDefault();
      else vider();
    });

  purger();
  avertir();
  surveillerLaSortie();
  return { poser, oter, lire, combien, avertir };
})();
