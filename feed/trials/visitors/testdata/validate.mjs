// Validates HTML by the recommended rules of html-validate, but for two that authors may
// break: their ids may have any characters ("fn:1"), and their lines may end in spaces.
// The builder has several fields of a name, as queries do.
//
// Reads {"URL": "HTML"} from standard input, and prints a line of JSON for each URL:
// {"url", "faults"}.
import { readFileSync } from "node:fs";

import { HtmlValidate } from "html-validate";

const input = readFileSync(0, "utf8");
const htmlvalidate = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules: { "valid-id": ["error", { relaxed: true }], "no-trailing-whitespace": "off", "form-dup-name": "off" } });

for (const [url, html] of Object.entries(input ? JSON.parse(input) : {})) {
  const report = await htmlvalidate.validateString(html);
  const faults = report.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}: ${html.split("\n")[m.line - 1]?.slice(Math.max(0, m.column - 40), m.column + 80)}`));
  console.log(JSON.stringify({ url, faults }));
}
