"use strict";
// Keys, the enlarged view, the list of scenes, the filter and the theme. The page reads and prints without it.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const viewer = byId("viewer");
  const help = byId("help");
  const menu = byId("menu");
  const scenes = Array.from(document.querySelectorAll(".scene"));
  const panels = Array.from(document.querySelectorAll(".panel"));
  const links = new Map(Array.from(document.querySelectorAll(".scenes a"), (a) => [a.hash.slice(1), a]));
  const shown = () => panels.filter((panel) => !panel.hidden);
  const target = (panel) => panel.querySelector(".picture");
  const inNarrow = () => getComputedStyle(menu).display !== "none";

  // Theme
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const toggleTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("s2b-theme", root.dataset.theme); } catch { /* not kept */ }
  };
  byId("theme").addEventListener("click", toggleTheme);

  // List of scenes: a drawer on narrow screens
  const setMenu = (open) => {
    root.classList.toggle("menu-open", open);
    menu.setAttribute("aria-expanded", String(open));
    if (open) (document.querySelector(".scenes a[aria-current]") || document.querySelector(".scenes a"))?.focus();
  };
  menu.addEventListener("click", () => setMenu(!root.classList.contains("menu-open")));
  byId("veil").addEventListener("click", () => setMenu(false));
  byId("scenes").addEventListener("click", (event) => { if (event.target.closest("a")) setMenu(false); });
  // Panels far away have estimated heights until they are drawn: go there once more when they are.
  const settle = () => {
    const scene = byId(location.hash.slice(1));
    if (scene) requestAnimationFrame(() => requestAnimationFrame(() => scene.scrollIntoView({ block: "start" })));
  };
  window.addEventListener("hashchange", settle);
  settle();

  let current = null;
  const markScene = (id) => {
    if (id === current || !links.has(id)) return;
    links.get(current)?.removeAttribute("aria-current");
    current = id;
    const link = links.get(id);
    link.setAttribute("aria-current", "true");
    const list = byId("scenes");
    if (link.offsetTop < list.scrollTop || link.offsetTop + link.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = link.offsetTop - list.clientHeight / 2;
    }
  };
  const visible = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target);
    const seen = scenes.filter((scene) => visible.has(scene));
    const at = seen.filter((scene) => scene.getBoundingClientRect().top < 140).pop() ?? seen[0];
    if (at) markScene(at.id);
  }, { rootMargin: "-96px 0px -60% 0px" });
  scenes.forEach((scene) => observer.observe(scene));

  // Filter by character
  const filter = byId("cast-filter");
  filter?.addEventListener("change", () => {
    for (const panel of panels) panel.hidden = filter.value !== "" && !panel.dataset.cast.split(" ").includes(filter.value);
    for (const scene of scenes) {
      scene.hidden = filter.value !== "" && !scene.querySelector(".panel:not([hidden])");
      links.get(scene.id).parentElement.hidden = scene.hidden;
    }
    root.classList.toggle("filtered", filter.value !== "");
    byId("nothing").hidden = filter.value === "" || shown().length > 0;
    window.scrollTo({ top: 0 });
  });

  // Enlarged view
  let open = null;
  const show = (panel) => {
    if (!panel) return;
    open = panel;
    const source = panel.querySelector("img");
    const picture = byId("viewer-picture");
    picture.hidden = !source;
    if (source) {
      picture.src = source.src;
      picture.alt = source.alt;
      picture.setAttribute("width", source.getAttribute("width"));
      picture.setAttribute("height", source.getAttribute("height"));
    }
    byId("viewer-caption").replaceChildren(...Array.from(panel.querySelector(".caption").children, (node) => node.cloneNode(true)));
    byId("viewer-place").textContent = panel.closest(".scene").querySelector("h2").textContent.trim();
    const all = shown();
    byId("viewer-previous").disabled = all[0] === panel;
    byId("viewer-next").disabled = all[all.length - 1] === panel;
    if (!viewer.open) viewer.showModal();
  };
  const turn = (step) => {
    const all = shown();
    show(all[all.indexOf(open) + step]);
  };
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("a.picture");
    if (!picture || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(picture.closest(".panel"));
  });
  viewer.addEventListener("close", () => { if (open) focusPanel(open); open = null; });
  viewer.addEventListener("click", (event) => { if (event.target === viewer || event.target.closest(".viewer-stage") === event.target) viewer.close(); });
  byId("viewer-close").addEventListener("click", () => viewer.close());
  byId("viewer-previous").addEventListener("click", () => turn(-1));
  byId("viewer-next").addEventListener("click", () => turn(1));
  byId("help-open").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());
  help.addEventListener("click", (event) => { if (event.target === help) help.close(); });

  // Keys
  const focusPanel = (panel) => {
    if (!panel) return;
    target(panel).focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  const focused = () => document.activeElement?.closest?.(".panel") ?? null;
  const nearTop = () => shown().find((panel) => panel.getBoundingClientRect().bottom > 120);
  const step = (distance) => {
    const all = shown();
    const at = focused();
    focusPanel(at ? all[all.indexOf(at) + distance] : nearTop());
  };
  const stepRow = (direction) => {
    const at = focused().getBoundingClientRect();
    const beyond = shown().map((panel) => [panel, panel.getBoundingClientRect()])
      .filter(([, box]) => (direction > 0 ? box.top > at.top + 8 : box.top < at.top - 8));
    if (!beyond.length) return;
    const row = direction > 0 ? Math.min(...beyond.map(([, box]) => box.top)) : Math.max(...beyond.map(([, box]) => box.top));
    const [nearest] = beyond.filter(([, box]) => Math.abs(box.top - row) < 8)
      .sort(([, a], [, b]) => Math.abs(a.left - at.left) - Math.abs(b.left - at.left));
    focusPanel(nearest[0]);
  };
  const stepScene = (direction) => {
    const all = scenes.filter((scene) => !scene.hidden);
    // Without a panel in focus, the scene is the last one whose heading has reached the top of the window.
    const at = focused()?.closest(".scene") ?? all.filter((scene) => scene.getBoundingClientRect().top < 80).pop();
    const next = all[(at ? all.indexOf(at) : -1) + direction];
    if (!next) return;
    next.scrollIntoView({ block: "start" });
    const first = next.querySelector(".panel:not([hidden]) .picture");
    first?.focus({ preventScroll: true });
    markScene(next.id);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, textarea")) return;
    const key = event.key;
    let used = true;
    if (viewer.open) {
      if (key === "ArrowLeft") turn(-1);
      else if (key === "ArrowRight") turn(1);
      else used = false;
    } else if (help.open) used = false;
    else if (key === "Escape" && root.classList.contains("menu-open")) { setMenu(false); menu.focus(); }
    else if (key === "ArrowLeft") step(-1);
    else if (key === "ArrowRight") step(1);
    else if (key === "ArrowUp" && focused()) stepRow(-1);
    else if (key === "ArrowDown" && focused()) stepRow(1);
    else if (key === "Escape" && focused()) document.activeElement.blur();
    else if (key === "[") stepScene(-1);
    else if (key === "]") stepScene(1);
    else if (key === "t") toggleTheme();
    else if (key === "?") help.showModal();
    else if (key === "Enter" && document.activeElement?.matches(".missing")) show(focused());
    else used = false;
    if (used) event.preventDefault();
  });

  // Pictures that were never scrolled to are printed too, and so are plans that were not opened.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("img[loading=lazy]").forEach((img) => { img.loading = "eager"; });
    document.querySelectorAll(".plan").forEach((plan) => { plan.open = true; });
  });
  // A wide window has no drawer.
  window.addEventListener("resize", () => { if (!inNarrow()) root.classList.remove("menu-open"); });
})();
