// The scanner: camera, photo, typed code and gun fill the same list. It stays open after each scan.
import { Camera, decode } from "./camera.js";
import { isMuted, signal, toggleMute, unlock } from "./sounds.js";

const root = document.querySelector("[data-scanner]");
const words = root.dataset;
const one = (name) => root.querySelector(`[data-${name}]`);
const list = one("list");
const typed = one("typed");
const recent = new Map(); // text -> when it was last seen, so that a label held still counts once

function kept() {
  return list ? [...list.querySelectorAll("[data-code]")] : [];
}

function count() {
  const number = kept().length;
  root.querySelectorAll("[data-count]").forEach((place) => { place.textContent = number; });
  root.querySelectorAll("[data-needs-lines]").forEach((button) => { button.disabled = number === 0; });
  root.querySelectorAll("[data-when-empty]").forEach((part) => { part.hidden = number > 0; });
  root.querySelectorAll("[data-when-lines]").forEach((part) => { part.hidden = number === 0; });
}

function show(outcome, text) {
  signal(outcome);
  const frame = one("camera");
  frame.classList.remove("good", "again", "blocked");
  frame.classList.add(outcome === "accepted" ? "good" : outcome);
  if (outcome !== "blocked") setTimeout(() => frame.classList.remove("good", "again"), 400);
  one("said").textContent = outcome === "accepted" ? `✓ ${text}` : text;
}

// A refusal stays until it is acknowledged: the next success must not wipe it away.
function block(answer) {
  show("blocked", "");
  const text = one("banner-text");
  text.textContent = `${answer.message} `;
  if (answer.link) {
    const link = Object.assign(document.createElement("a"), { href: answer.link.href, textContent: answer.link.text });
    text.append(link);
  }
  one("banner").hidden = false;
}

function again(row) {
  show("again", words.tAgain);
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
}

async function resolve(text) {
  const holder = root.querySelector("[name=person_id]")?.value ?? "";
  const unit = kept()[0]?.dataset.unit ?? "";
  const body = new URLSearchParams({ text, purpose: words.purpose, holder, unit, csrf: words.csrf });
  const answer = await fetch(words.resolve, { method: "POST", body, headers: { "X-Requested-By": "taisan" } });
  if (answer.redirected) location.reload();
  return answer.json();
}

function accept(answer) {
  if (!list) {
    location.assign(answer.href);
    return;
  }
  const known = kept().find((row) => row.dataset.code === answer.code);
  if (known) {
    again(known);
    return;
  }
  list.insertAdjacentHTML("afterbegin", answer.row); // a row our own server rendered, escaped there
  const holder = root.querySelector("[name=person_id]");
  if (holder && words.purpose === "take" && !holder.value) {
    holder.value = answer.holder;
    root.querySelectorAll("[data-holder]").forEach((place) => { place.textContent = answer.holder_name; });
  }
  show("accepted", `${words.tGot} ${answer.message}`);
  count();
}

async function take(text) {
  const seen = recent.get(text) ?? 0;
  recent.set(text, Date.now());
  if (Date.now() - seen < 2500) return;
  const known = kept().find((row) => text.toUpperCase().replaceAll("-", "").endsWith(row.dataset.code));
  if (known) {
    again(known);
    return;
  }
  try {
    const answer = await resolve(text);
    if (answer.state === "accepted") accept(answer);
    else block(answer);
  } catch {
    recent.delete(text);
    block({ message: words.tOffline });
  }
}

function say(text) {
  const hint = one("hint");
  hint.textContent = text;
  hint.hidden = !text;
}

const camera = new Camera(one("camera"), words, { onText: take, onTrouble: say });

async function openCamera() {
  unlock();
  say("");
  if (!Camera.possible()) {
    say(words.tInsecure);
    return;
  }
  one("starters").hidden = await camera.start();
  one("torch").hidden = !camera.canLight();
  one("turn").hidden = !camera.running || (await camera.others()).length < 2;
}

if (matchMedia("(pointer: fine)").matches) typed?.focus(); // a gun at a desk; a phone would open its keyboard

let lit = false;
one("starters").hidden = false;
one("start").addEventListener("click", openCamera);
one("stop").addEventListener("click", () => { camera.stop(); one("starters").hidden = false; });
one("torch").addEventListener("click", () => { lit = !lit; camera.light(lit); });
one("turn").addEventListener("click", () => camera.next());
one("banner-ok").addEventListener("click", () => {
  one("banner").hidden = true;
  one("camera").classList.remove("blocked");
  typed?.focus();
});
const mute = one("mute");
const name = () => { mute.textContent = isMuted() ? words.tUnmute : words.tMute; mute.setAttribute("aria-pressed", isMuted()); };
mute.addEventListener("click", () => { toggleMute(); name(); });
name();

one("photo").addEventListener("change", async ({ target }) => {
  unlock();
  const texts = target.files[0] ? await decode(target.files[0], words) : [];
  target.value = "";
  say(texts.length ? "" : words.tNothing);
  texts.forEach(take);
});

// A gun types into this focused field and ends with Enter or Tab; so does a person.
typed?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && !(event.key === "Tab" && typed.value.length >= 8)) return;
  event.preventDefault();
  unlock();
  const text = typed.value.trim();
  typed.value = "";
  recent.delete(text);
  if (text) take(text);
});
one("add")?.addEventListener("click", (event) => {
  event.preventDefault();
  unlock();
  const text = typed.value.trim();
  typed.value = "";
  recent.delete(text);
  if (text) take(text);
  typed.focus();
});

root.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-remove]");
  if (remove) {
    event.preventDefault();
    remove.closest("[data-code]").remove();
    count();
  }
});
one("undo")?.addEventListener("click", (event) => {
  event.preventDefault();
  kept()[0]?.remove();
  count();
});
count();
