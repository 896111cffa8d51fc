// Set the chosen theme before anything is painted.
try {
  const theme = localStorage.getItem("s2b-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage may be forbidden; the system's theme holds then */ }
document.documentElement.classList.add("js");
