// Ctrl/Cmd-K: go to any page that this page links from its navigation, or search.
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const searchUrl = dialog.dataset.searchUrl;
  let chosen = 0;

  const entries = () => {
    const seen = new Map();
    for (const link of document.querySelectorAll("[data-palette]")) {
      const name = (link.dataset.paletteName || link.querySelector("[data-name]")?.textContent || link.textContent).replace(/\s+/g, " ").trim();
      if (name && !seen.has(name)) seen.set(name, { name, icon: link.querySelector(".icon"), keys: link.dataset.key, go: () => link.click() });
    }
    return [...seen.values()];
  };
  // Every letter in order, so that "cov" and "cvg" both find Coverage; a beginning counts most.
  const fits = (name, wanted) => {
    const text = name.toLowerCase();
    if (text.includes(wanted)) return text.startsWith(wanted) ? 3 : 2;
    let at = 0;
    for (const letter of text) if (letter === wanted[at]) at += 1;
    return at === wanted.length ? 1 : 0;
  };
  const search = (words) => ({
    name: `Search prospects for “${words}”`,
    icon: document.getElementById("icon-search").content.firstElementChild,
    go: () => { location.href = `${searchUrl}?q=${encodeURIComponent(words)}`; },
  });
  const found = () => {
    const wanted = input.value.trim().toLowerCase();
    const all = entries().map((entry) => ({ entry, rank: wanted ? fits(entry.name, wanted) : 1 })).filter(({ rank }) => rank);
    const pages = all.sort((a, b) => b.rank - a.rank).map(({ entry }) => entry);
    return wanted && searchUrl ? [...pages, search(input.value.trim())] : pages;
  };
  const drawn = (entry, index) => {
    const item = document.createElement("li");
    item.id = `palette-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(index === chosen));
    if (entry.icon) item.append(entry.icon.cloneNode(true));
    item.append(Object.assign(document.createElement("span"), { textContent: entry.name }));
    if (entry.keys) {
      const keys = Object.assign(document.createElement("span"), { className: "keys" });
      keys.append(...entry.keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() })));
      item.append(keys);
    }
    item.addEventListener("click", () => { dialog.close(); entry.go(); });
    return item;
  };
  const draw = () => {
    const shown = found();
    chosen = Math.min(Math.max(chosen, 0), Math.max(shown.length - 1, 0));
    list.replaceChildren(...shown.map(drawn));
    input.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => { chosen = 0; draw(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen += event.key === "ArrowDown" ? 1 : -1;
      draw();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      list.querySelector("[aria-selected=true]")?.click();
    }
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) { dialog.close(); return; }
    input.value = "";
    chosen = 0;
    draw();
    dialog.showModal();
  });
})();
