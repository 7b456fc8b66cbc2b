// Buttons that copy the text of a field; without script they are not shown, and the field can be selected.
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(field.value);
    document.getElementById("live").textContent = "Copied.";
    button.lastChild.textContent = "Copied";
  });
});
