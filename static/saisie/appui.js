// While the mouse button is down nothing may move: what is being clicked would slip away.
// Returns a function whose promise is kept once no button is down any more.
export const suivreAppui = () => {
  const PATIENCE = 5_000;
  let appui = Promise.resolve();
  let finir = null; // while a button is down
  // After the click, which comes right behind the release.
  const lacher = () => {
    if (finir) setTimeout(finir);
    finir = null;
  };
  window.addEventListener(
    "pointerdown",
    () => {
      finir?.();
      appui = new Promise((suite) => (finir = suite));
      setTimeout(finir, PATIENCE);
    },
    true,
  );
  ["pointerup", "pointercancel"].forEach((nom) => window.addEventListener(nom, lacher, true));
  // Some releases are never told (a menu that opened, a window in front): the next move tells them.
  window.addEventListener("pointermove", ({ buttons }) => buttons || lacher(), true);
  window.addEventListener("keydown", lacher, true);
  return () => appui;
};
