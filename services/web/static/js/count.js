// Counting: camera, photo, typed code and gun all become scans that our server judges and keeps; the tally follows.
import { Camera, decode } from "./camera.js";
import { isMuted, signal, toggleMute, unlock } from "./sounds.js";
import { forget, heldOf, keep as hold, outlives } from "./unsent.js";

const root = document.querySelector("[data-counter]");
const words = root.dataset;
const one = (name) => root.querySelector(`[data-${name}]`);
const typed = one("typed");
const recent = new Map(); // text -> when it was last seen, so that a label held still is one scan
let queue = Promise.resolve(); // scans wait for one another, so that the list stays in the order of scanning
const stocktake = words.send; // what the scans that wait are kept by
let timer = 0; // of the next word about how many wait
let telling = Promise.resolve(); // these words wait for one another, so that the last one is the newest

// A name of this browser that says nothing of the person; the register counts by it what is still unsent.
function device() {
  const kept = localStorage.getItem("taisan.device") ?? fresh();
  localStorage.setItem("taisan.device", kept);
  return kept;
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function tally(answer) {
  const form = new Intl.NumberFormat("de-DE");
  for (const name of ["seen", "expected", "problems", "surplus"]) {
    root.querySelectorAll(`[data-${name}]`).forEach((place) => { place.textContent = form.format(answer[name]); });
  }
  const share = answer.expected ? (answer.seen / answer.expected) * 100 : 0;
  one("arc").setAttribute("stroke-dasharray", `${share} 100`);
}

function show(outcome, text) {
  signal(outcome);
  const frame = one("camera");
  frame.classList.remove("good", "again", "blocked");
  frame.classList.add(outcome === "accepted" ? "good" : outcome);
  if (outcome !== "blocked") setTimeout(() => frame.classList.remove("good", "again"), 400);
  one("said").textContent = outcome === "accepted" ? `✓ ${text}` : text;
}

// A problem stays until it is acknowledged: the next success must not wipe it away.
function block(message) {
  show("blocked", "");
  one("banner-text").textContent = message;
  one("banner").hidden = false;
}

function post(address, fields) {
  const body = new URLSearchParams({ ...fields, csrf: words.csrf });
  return fetch(address, { method: "POST", body, headers: { "X-Requested-By": "taisan" } });
}

async function send({ number, stocktake: _stocktake, owner, ...scan }) {
  const answer = await post(words.send, scan);
  if (answer.redirected) location.reload();
  if (answer.status !== 200 && answer.status !== 422) throw new Error("the register does not answer");
  return answer.json();
}

// The register is told how many scans wait here, so that nobody ends the stocktake over them.
async function tell() {
  const held = (await heldOf(stocktake)).length;
  one("unsent").hidden = !held;
  one("unsent-count").textContent = held;
  clearTimeout(timer);
  timer = setTimeout(() => { telling = telling.then(tellNow).catch(() => {}); }, 300);
}

async function tellNow() {
  await post(words.device, { device_id: device(), unsent: (await heldOf(stocktake)).length });
}

function scanOf(text) {
  const fields = {};
  for (const name of ["place", "condition", "holder_person_id", "note", "count"]) {
    fields[name] = root.querySelector(`[name=${name}]`).value;
  }
  const made = { scan_id: fresh(), device_id: device(), device_time: new Date().toISOString() };
  return { ...fields, ...made, text, stocktake, owner: words.owner };
}

function keep(answer) {
  one("none")?.remove();
  one("scans").insertAdjacentHTML("afterbegin", answer.row); // a row our own server rendered, escaped there
  [...one("scans").children].slice(12).forEach((row) => row.remove());
  tally(answer);
  for (const name of ["condition", "holder_person_id", "note"]) root.querySelector(`[name=${name}]`).value = "";
}

// A scan that was not answered is sent again under the same id, so that it is kept once, whatever was lost.
async function deliver(scan) {
  for (let pause = 1000; ; pause = Math.min(2 * pause, 15000)) {
    try {
      const answer = await send(scan);
      await forget(scan.number);
      say("");
      tell();
      if (answer.row) keep(answer);
      if (answer.state === "blocked") block(answer.message);
      else show(answer.state, answer.message);
      return;
    } catch {
      say(words.tWaiting);
      tell();
      await new Promise((done) => setTimeout(done, pause));
    }
  }
}

// What waits is sent when the page is opened again; another person's scans wait for that person.
async function resume() {
  const held = (await heldOf(stocktake)).filter((scan) => scan.owner === words.owner);
  queue = held.reduce((before, scan) => before.then(() => deliver(scan)), queue);
  tell();
  if (!(await outlives())) window.addEventListener("beforeunload", (event) => { if (!one("unsent").hidden) event.preventDefault(); });
}

window.addEventListener("online", tell);

function take(text) {
  const seen = recent.get(text) ?? 0;
  recent.set(text, Date.now());
  if (Date.now() - seen < 2500) return;
  const held = hold(scanOf(text));
  queue = queue.then(async () => deliver(await held));
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

if (matchMedia("(pointer: fine)").matches) typed.focus(); // a gun at a desk; a phone would open its keyboard

let lit = false;
one("starters").hidden = false;
one("start").addEventListener("click", openCamera);
one("stop").addEventListener("click", () => { camera.stop(); one("starters").hidden = false; });
one("torch").addEventListener("click", () => { lit = !lit; camera.light(lit); });
one("turn").addEventListener("click", () => camera.next());
one("banner-ok").addEventListener("click", () => {
  one("banner").hidden = true;
  one("camera").classList.remove("blocked");
  typed.focus();
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

function takeTyped(event) {
  event.preventDefault();
  unlock();
  const text = typed.value.trim();
  typed.value = "";
  recent.delete(text);
  if (text) take(text);
  typed.focus();
}

// A gun types into this focused field and ends with Enter or Tab; so does a person.
typed.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || (event.key === "Tab" && typed.value.length >= 8)) takeTyped(event);
});
one("add").addEventListener("click", takeTyped);

resume();
