// Scans that the register has not answered, kept by the browser until it has: a page that is closed, reloaded
// or out of power loses none. One row a scan {number, stocktake, owner, scan_id, …}; never a name of a person.
const ROWS = "scans";

let database = null; // null where the browser keeps nothing (a private window): then `rows` are all there is
const rows = new Map();

const opened = new Promise((resolve) => {
  try {
    const asked = indexedDB.open("taisan.unsent", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(ROWS, { keyPath: "number", autoIncrement: true }).createIndex("stocktake", "stocktake");
    };
    asked.onsuccess = () => { database = asked.result; resolve(); };
    asked.onerror = resolve;
  } catch { resolve(); }
});

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const store = (mode) => database.transaction(ROWS, mode).objectStore(ROWS);

// Whether what is kept outlives the page.
export async function outlives() {
  await opened;
  return database !== null;
}

// Keep a scan; answers it with its number, by which it is forgotten.
export async function keep(scan) {
  await opened;
  const number = database ? await done(store("readwrite").add(scan)) : rows.size + 1;
  const kept = { ...scan, number };
  if (!database) rows.set(number, kept);
  return kept;
}

export async function forget(number) {
  await opened;
  if (database) await done(store("readwrite").delete(number));
  else rows.delete(number);
}

// All that this browser holds of a stocktake, whoever scanned it, in the order of scanning.
export async function heldOf(stocktake) {
  await opened;
  if (!database) return [...rows.values()].filter((scan) => scan.stocktake === stocktake);
  return done(store("readonly").index("stocktake").getAll(stocktake));
}
