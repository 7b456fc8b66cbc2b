// Light or dark: the reader's choice in this browser, set before anything is painted.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("winnow.theme"); } catch { return null; } };
  const show = (theme) => { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; };
  const choice = kept();
  if (choice !== null) show(choice);

  const mark = (group) => {
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme || "")));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-theme-switch]")) {
      group.hidden = false;
      mark(group);
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        show(button.value);
        try { localStorage.setItem("winnow.theme", button.value); } catch { /* private window: this page only */ }
        mark(group);
      });
    }
  });
})();
