// Windows of Chromium that reach nothing but the site and the operator's page.
import { readFileSync } from "node:fs";

import { chromium } from "playwright-core";

const input = readFileSync(0, "utf8");

// task is what standard input asks for, or "" if somebody only tries whether the packages
// are there. It has "chromium", the program.
export const task = input && JSON.parse(input);

// patience is how long anything is waited for, in milliseconds: only what never
// comes takes as long.
const patience = 60_000;

const picture = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900"><rect width="3000" height="900" fill="teal"/></svg>' };

export const launch = () =>
  chromium.launch({
    executablePath: task.chromium,
    timeout: patience,
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });

// open opens a window in which scripts run or not. One is used for many visits, because
// Chromium takes a second for a new one. now is {"seen", where faults and requests for
// pictures of other hosts are noted; "url", the page that is visited}.
export async function open(browser, script, now) {
  const context = await browser.newContext({ javaScriptEnabled: script, permissions: ["local-network-access"] });
  context.setDefaultTimeout(patience);
  await context.route("**/*", (route) => answer(route, now));
  const page = await context.newPage();
  watch(page, now);
  return page;
}

// answer makes up pictures of other hosts, except those of missing.example, which are
// 404. All else that is asked of other hosts is a fault.
function answer(route, now) {
  const request = route.request();
  const url = new URL(request.url());
  if (url.origin === new URL(now.url).origin || url.protocol === "data:") {
    return route.continue();
  }
  if (request.resourceType() !== "image") {
    now.seen.faults.push(`asks another host: ${request.resourceType()} ${url}`);
    return route.abort("aborted");
  }
  now.seen.foreign.push(String(url));
  return url.hostname === "missing.example" ? route.fulfill({ status: 404, body: "" }) : route.fulfill(picture);
}

// watch notes what a page does beyond being shown. Chromium itself complains of each
// answer that is an error, so these messages say nothing new.
function watch(page, now) {
  page.on("console", (m) => {
    if (!/^Failed to load resource: the server responded with a status of [45]/.test(m.text())) {
      now.seen.faults.push(`console: ${m.text()}`);
    }
  });
  page.on("pageerror", (e) => now.seen.faults.push(`error: ${e.message}`));
  page.on("popup", (p) => now.seen.faults.push(`popup: ${p.url()}`));
  page.on("download", (d) => now.seen.faults.push(`download: ${d.url()}`));
  page.on("dialog", (d) => {
    now.seen.faults.push(`dialog: ${d.message()}`);
    d.dismiss();
  });
  page.on("response", (r) => {
    if (r.url().startsWith(task.origin) && r.status() >= 400 && r.url() !== now.url) {
      now.seen.faults.push(`${r.status()}: ${r.url()}`);
    }
  });
}
