// What was typed and not saved yet stays in this browser, for the person who typed it and nobody
// else: see docs/decisions/0014. Each datum is kept under the person, the form (data-feuille) and the
// chemin. The mark of who is there is that of presence.js, the first script of a page.
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
const cle = (feuille, chemin) => `${PREFIXE}${moi}:${feuille}:${chemin}`;

// Logged out meanwhile, in another tab: one was asked there, and nothing stays any more.
export const poser = (feuille, chemin, donnee, reserve) =>
  window.portailPresence.presente() &&
  prudemment(() => magasin(reserve).setItem(cle(feuille, chemin), JSON.stringify({ ...donnee, le: donnee.le ?? Date.now() })));

export const oter = (feuille, chemin) =>
  [true, false].forEach((reserve) => prudemment(() => magasin(reserve).removeItem(cle(feuille, chemin))));

const toutes = () =>
  [localStorage, sessionStorage].flatMap((lieu) =>
    Object.keys(lieu)
      .filter((nom) => nom.startsWith(PREFIXE))
      .map((nom) => ({ lieu, nom })),
  );

// Anybody's, once too old or unreadable; the salaries that somebody else left in this tab.
export const purger = () =>
  prudemment(() =>
    toutes().forEach(({ lieu, nom }) => {
      const le = prudemment(() => JSON.parse(lieu.getItem(nom)).le, 0);
      const dUnAutre = lieu === sessionStorage && moi && !nom.startsWith(`${PREFIXE}${moi}:`);
      if (dUnAutre || !(Date.now() - le < DUREE)) lieu.removeItem(nom);
    }),
  );

export const lire = (voulu) =>
  prudemment(
    () =>
      toutes()
        .filter(({ nom }) => moi && nom.startsWith(`${PREFIXE}${moi}:`))
        .map(({ lieu, nom }) => {
          const [, , feuille, chemin] = nom.split(":");
          return { ...JSON.parse(lieu.getItem(nom)), feuille, chemin };
        })
        .filter(({ feuille }) => !voulu || feuille === voulu),
    [],
  );

export const vider = () => lire().forEach(({ feuille, chemin }) => oter(feuille, chemin));

export const combien = (nombre) => `${nombre} donnée${nombre > 1 ? "s" : ""}`;
