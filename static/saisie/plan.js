// What a form shows, when answers bring questions or take them away (data-plan). The page is asked for
// again and what it draws is laid here: a field that was there stays as it is, with what is typed in it;
// one that is not asked any more is hidden and sent no more, never emptied.
const CLES = ["champ", "cle", "avec", "suite"];

// Containers without a name (data-suite) are those of the field they begin with.
const cle = (element) => {
  const nom = CLES.find((c) => c in element.dataset);
  if (!nom) return null;
  if (nom !== "suite") return `${nom}:${element.dataset[nom]}`;
  const premier = element.querySelector("[data-champ]");
  return premier ? `suite:${premier.dataset.champ}` : null;
};

const trouver = (racine, voulue) =>
  [...racine.querySelectorAll(CLES.map((c) => `[data-${c}]`).join())].find((e) => cle(e) === voulue);

const suit = (avant, element) =>
  avant.parentNode === element.parentNode && avant.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;

// Lay what « nouveau » holds in « ancien », in its order.
const poser = (racine, ancien, nouveau) => {
  let avant = null;
  [...nouveau.children].forEach((enfant) => {
    const nom = cle(enfant);
    if (!nom) {
      if (!enfant.querySelector("[data-champ], [data-cle]")) return;
      const meme = [...ancien.children].find((e) => !cle(e) && e.tagName === enfant.tagName);
      if (meme) poser(racine, meme, enfant);
      return;
    }
    let ici = trouver(racine, nom);
    if (!ici) ici = document.importNode(enfant, true);
    if (ici.parentNode !== ancien || (avant && !suit(avant, ici))) {
      if (avant) avant.after(ici);
      else ancien.prepend(ici);
    }
    if (!("champ" in ici.dataset)) poser(racine, ici, enfant);
    avant = ici;
  });
};

const cacher = (element, cache) => {
  element.hidden = cache;
  element.querySelectorAll("input, textarea, button").forEach((e) => (e.disabled = cache || !!e.closest("[hidden]")));
  if (element.matches("input")) element.disabled = cache;
};

export const suivrePlan = (formulaire, champs, finDAppui, decouvrir) => {
  if (!("plan" in formulaire.dataset)) return;
  const contenu = formulaire.querySelector("[data-contenu]");
  const dit = formulaire.querySelector("[data-plan-dit]");
  let demande = null;

  const montres = () => [...contenu.querySelectorAll("[data-champ]")].filter((e) => !e.closest("[hidden]")).length;

  const accorder = (page) => {
    const nouveau = page.querySelector("[data-contenu]");
    const plan = page.querySelector("[data-plan]")?.dataset.plan;
    if (!nouveau || !plan) return;
    const avant = montres();
    poser(contenu, contenu, nouveau);
    contenu.querySelectorAll("[data-champ], [data-cle], [data-avec]").forEach((element) => {
      const cache = !trouver(nouveau, cle(element));
      // Not under the hand of somebody who is in it: then when they leave it.
      if (cache && element.contains(document.activeElement)) element.addEventListener("focusout", () => setTimeout(demander), { once: true });
      else if (cache !== element.hidden) cacher(element, cache);
    });
    formulaire.dataset.plan = plan;
    decouvrir();
    const ecart = montres() - avant;
    if (ecart) dit.textContent = ecart > 0 ? `${ecart} champ${ecart > 1 ? "s" : ""} de plus à remplir.` : `${-ecart} champ${ecart < -1 ? "s" : ""} de moins à remplir.`;
  };

  const demander = async () => {
    demande?.abort();
    demande = new AbortController();
    const { signal } = demande;
    try {
      const reponse = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual", signal });
      if (!reponse.ok) return;
      const html = await reponse.text();
      await finDAppui();
      if (!signal.aborted) accorder(new DOMParser().parseFromString(html, "text/html"));
    } catch {
      // The next save asks again: the plan of this page is still the former one.
    }
  };

  document.addEventListener("portail:echange", ({ detail }) => {
    if (!detail?.plan) return;
    champs.chemins().forEach((c) => champs.alerter(c, detail.fautes[c] ?? ""));
    if (detail.plan !== formulaire.dataset.plan) demander();
  });
};
