// Checked, not run, by `cargo xtask package`: the types say what the module gives.
import { analyze, analyzeAll, EosinError, init, type Facts, type Mention, type Money } from "./eosin.js";
import { EosinDocument } from "./element.js";

const facts: Facts = await analyze("Quince paid $5 million.", { offsets: "code-points", referenceTime: "2031-05-03" });
const all: Facts[] = await analyzeAll(new Uint8Array([81]), { name: "a.txt", password: "p" });
await init(new URL("https://example.org/eosin.wasm"));

// One kind, one shape of value; and every kind is named.
const words = (mention: Mention): string => {
  switch (mention.kind) {
    case "compound":
    case "issuer":
    case "trial":
      return mention.value.name;
    case "dose":
    case "statistic":
      return mention.value.unit;
    case "date":
      return mention.value.timex;
    case "money": {
      const money: Money = mention.value;
      return money.currency;
    }
    default: {
      const none: never = mention;
      return none;
    }
  }
};
facts.mentions.map(words);
const places: number[] = all.flatMap(({ mentions }) => mentions.map(({ start, end }) => end - start));

// @ts-expect-error There are no miles in a text.
await analyze("", { offsets: "miles" });
// @ts-expect-error Input is text or bytes.
await analyze(5);

const element: EosinDocument = document.createElement("eosin-document");
element.addEventListener("facts", ({ detail }) => console.log(detail.title, places));
element.addEventListener("fact-select", ({ detail }) => console.log(words(detail)));
console.log(new EosinError("why").message);
