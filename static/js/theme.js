/* Light or dark: the system's choice, until the reader makes one. Loaded before
   the page is drawn (no module), so that it does not flash. */
(() => {
  "use strict";
  const KEY = "switchhook-theme";
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.bsTheme = chosen;

  const isDark = () =>
    root.dataset.bsTheme
      ? root.dataset.bsTheme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        root.dataset.bsTheme = isDark() ? "light" : "dark";
        try {
          localStorage.setItem(KEY, root.dataset.bsTheme);
        } catch {
          /* Without storage the choice holds for this page. */
        }
      });
    }
  });
})();
