// A subscriber in Node: all since the beginning from the feed, then live from its queue, each event once.
//
//   AMQP_URL=amqp://… QUEUE=… FEED=https://…/api/handover/events TOKEN=… node subscriber.mjs
//
// Needs amqplib (`npm ci` in this folder). What was done is a line of STATE, written to disk before the event is
// acknowledged: a crash in between does the event twice and never not at all, so let `handle` bear being repeated, or keep
// the line where your effect is kept, as subscriber.py does.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { connect } from "amqplib";

const { AMQP_URL, QUEUE, FEED, TOKEN, STATE = "subscriber.done", IDLE = "0" } = process.env;
const lines = existsSync(STATE) ? readFileSync(STATE, "utf8").split("\n").filter(Boolean) : [];
const done = new Set(lines.filter((line) => !line.startsWith("feed ")));
let readUntil = Number(lines.filter((line) => line.startsWith("feed ")).at(-1)?.slice(5) ?? 0);

const note = (line) => appendFileSync(STATE, `${line}\n`, { flush: true });

function handle(event) {
  console.log(event.position, event.type, event.subject);
}

function once(event) {
  if (done.has(event.id)) return;
  handle(event);
  note(event.id);
  done.add(event.id);
}

async function catchUp() {
  for (;;) {
    const answer = await fetch(`${FEED}?after=${readUntil}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    const page = await answer.json();
    page.events.forEach(once);
    if (page.next === readUntil) return;
    readUntil = page.next;
    note(`feed ${readUntil}`);
  }
}

const connection = await connect(AMQP_URL);
const channel = await connection.createChannel();
await channel.prefetch(50);
await catchUp(); // the queue keeps what comes meanwhile; what is in both is done once
let idle;
const rest = () => {
  clearTimeout(idle);
  if (Number(IDLE)) idle = setTimeout(() => connection.close(), Number(IDLE) * 1000);
};
rest();
await channel.consume(QUEUE, (message) => {
  once(JSON.parse(message.content));
  channel.ack(message);
  rest();
});
