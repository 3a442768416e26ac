// Runs before the first paint, so that the page never flashes in the other colours.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("anju.theme");
  const apply = () => {
    document.documentElement.dataset.theme = chosen() || (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", apply);
  document.addEventListener("anju:theme", () => {
    const other = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    const isSystems = (other === "dark") === system.matches;
    if (isSystems) localStorage.removeItem("anju.theme");
    else localStorage.setItem("anju.theme", other);
    apply();
  });
  apply();
})();
