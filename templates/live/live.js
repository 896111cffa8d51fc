"use strict";
// The book lies in a frame. When a new one is made, it is loaded beside the old one and takes its place at the same panel.
const main = document.querySelector("main");
const findings = document.querySelector(".findings");
const words = document.querySelector(".words");
let shown = 0;

/** Return the first part of the book that is in view, and how far it is from the top: [id, pixels]. */
function place(frame) {
  const book = frame?.contentDocument;
  if (!book) return null;
  for (const part of book.querySelectorAll(".panel[id], .scene[id]")) {
    const box = part.getBoundingClientRect();
    if (box.bottom > 0) return [part.id, box.top];
  }
  return null;
}

/** Scroll a book to where another one was; leave it where that part is gone. */
function put(frame, [id, top]) {
  const part = frame.contentDocument.getElementById(id);
  if (!part) return;
  for (let tries = 0; tries < 2; tries += 1) { // what comes into view only then takes its true height
    frame.contentWindow.scrollBy({ top: part.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

function showBook() {
  const coming = document.createElement("iframe");
  coming.title = "Storyboard";
  coming.className = "coming";
  coming.src = `/book/index.html${location.hash}`;
  coming.addEventListener("load", () => {
    const old = main.querySelector("iframe:not(.coming)");
    const before = place(old);
    if (before) put(coming, before);
    coming.classList.remove("coming");
    document.title = coming.contentDocument?.title || "s2b watch";
    old?.remove();
    main.querySelector(".waiting")?.remove();
  }, { once: true });
  main.querySelector("iframe.coming")?.remove();
  main.append(coming);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function finding(item) {
  const line = element("li", item.severity, "");
  if (item.span) line.append(element("span", "place", `${item.span.file}:${item.span.line}:${item.span.column}`));
  line.append(element("b", "", `${item.severity} `), item.message);
  if (item.hint) line.append(element("span", "hint", item.hint));
  return line;
}

function showFindings(items) {
  const wrong = items.some((item) => item.severity === "error");
  if (findings.hidden || wrong) findings.open = wrong;
  findings.hidden = items.length === 0;
  findings.querySelector("summary").textContent = items.length === 1 ? "1 remark" : `${items.length} remarks`;
  findings.querySelector("ol").replaceChildren(...items.map(finding));
}

function describe(status) {
  if (status.state === "failed" && status.books) return `${status.summary}; the last good book is shown`;
  if (status.state !== "building") return status.summary;
  return status.total ? `drawing ${Math.min(status.done + 1, status.total)} of ${status.total}` : "reading";
}

function tell(state, text) {
  document.querySelector(".state").className = `state ${state}`;
  words.textContent = text;
}

const source = new EventSource("/-/events");
source.onmessage = (event) => {
  const status = JSON.parse(event.data);
  tell(status.state, describe(status));
  if (status.state !== "building") showFindings(status.diagnostics);
  if (status.books !== shown) {
    shown = status.books;
    showBook();
  }
};
source.onerror = () => {
  shown = 0; // another session counts its books anew
  tell("", "s2b watch has ended; it goes on here when it is started again");
};
