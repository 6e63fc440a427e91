// For the tests: what programs that others wrote say of our contracts, as JSON on standard output.
//
//   node hold.mjs asyncapi FILE         the errors that the AsyncAPI initiative's parser finds
//   node hold.mjs cloudevents < LINES   each CloudEvent (one a line) as the CloudEvents SDK reads it
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
import { HTTP } from "cloudevents";

const [, , what, file] = process.argv;
const ERROR = 0;

async function asyncapi() {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"), { source: file });
  const errors = diagnostics.filter((one) => one.severity === ERROR).map((one) => `${one.path.join(".")}: ${one.message}`);
  return { errors, channels: document ? document.channels().all().length : 0 };
}

function cloudevents() {
  const headers = { "content-type": "application/cloudevents+json" };
  return readFileSync(0, "utf8").split("\n").filter(Boolean).map((body) => {
    const event = HTTP.toEvent({ headers, body });
    event.validate();
    return { id: event.id, type: event.type, subject: event.subject, sequence: event.sequence, data: event.data };
  });
}

console.log(JSON.stringify(await { asyncapi, cloudevents }[what]()));
