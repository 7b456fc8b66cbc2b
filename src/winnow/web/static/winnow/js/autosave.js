// Notes are kept in this browser while they are typed, until the server says that they are saved.
//   <textarea data-draft="prospect-42-note">    and in the answer: <… data-draft-saved="prospect-42-note">
(() => {
  const PREFIX = "winnow.draft.";
  const OLD = 30 * 86400 * 1000;
  const read = (name) => { try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; } };
  const write = (name, text) => {
    try {
      if (text.trim()) localStorage.setItem(PREFIX + name, JSON.stringify({ text, at: Date.now() }));
      else localStorage.removeItem(PREFIX + name);
    } catch { /* private window or full: the note is still in the field */ }
  };
  const forget = (name) => { try { localStorage.removeItem(PREFIX + name); } catch { /* nothing kept */ } };

  const offer = (area, draft, before) => {
    const hint = document.createElement("p");
    hint.className = "draft-hint";
    hint.append(`Brought back what you typed on ${new Date(draft.at).toLocaleString()}. `);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "linklike";
    discard.textContent = "Discard it";
    discard.addEventListener("click", () => {
      forget(area.dataset.draft);
      area.value = before;
      hint.remove();
      area.focus();
    });
    hint.append(discard);
    area.after(hint);
  };
  const bring = (area) => {
    if (area.dataset.draftReady) return;
    area.dataset.draftReady = "1";
    const draft = read(area.dataset.draft);
    if (draft && draft.text !== area.value) {
      const before = area.value;
      area.value = draft.text;
      offer(area, draft, before);
    }
    let timer;
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => write(area.dataset.draft, area.value), 250);
    });
    area.form?.addEventListener("submit", () => { clearTimeout(timer); write(area.dataset.draft, area.value); });
  };
  const look = () => {
    document.querySelectorAll("[data-draft-saved]").forEach((said) => forget(said.dataset.draftSaved));
    document.querySelectorAll("textarea[data-draft]").forEach(bring);
  };
  const tidy = () => {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(PREFIX)) continue;
        const draft = read(key.slice(PREFIX.length));
        if (!draft || Date.now() - draft.at > OLD) localStorage.removeItem(key);
      }
    } catch { /* no storage, nothing to tidy */ }
  };
  document.addEventListener("DOMContentLoaded", () => { tidy(); look(); });
  document.addEventListener("htmx:afterSettle", look);
})();
