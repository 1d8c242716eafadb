// Opens pages in Chromium as visitors do, and says what is wrong with them.
//
// Reads a task from standard input: {"chromium", its program; "origin", of the site;
// "shots", a folder for pictures of pages, none if empty; "visits": [{"url", "width",
// "dark", "script", "axe"}]}. "script" says whether scripts run, "axe" whether the
// page is checked for accessibility.
//
// Prints a line of JSON a visit, in their order: {"status", "faults", "foreign"}.
// Foreign are the requests for pictures of other hosts. Nothing leaves the machine:
// such pictures are made up here, except those of the host missing.example, which
// are 404, and all else that is asked of other hosts is a fault.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

const input = readFileSync(0, "utf8");
const task = input && JSON.parse(input); // empty: are the packages there?
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

const picture = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="900"><rect width="3000" height="900" fill="teal"/></svg>' };

// patience is how long anything is waited for, in milliseconds: only what never
// comes takes as long.
const patience = 60_000;

async function visitAll() {
  const browser = await chromium.launch({
    executablePath: task.chromium,
    timeout: patience,
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const seen = task.visits.map(() => ({ status: 0, faults: [], foreign: [] }));
  const visits = task.visits.entries();
  const visitor = async () => {
    const now = { seen: null, url: "" }; // of the visit
    const pages = { true: await open(browser, true, now), false: await open(browser, false, now) };
    for (const [i, visit] of visits) {
      now.seen = seen[i];
      now.url = visit.url;
      await look(pages[visit.script], visit, seen[i]);
    }
  };
  await Promise.all([visitor(), visitor()]);
  await browser.close();
  seen.forEach((one) => console.log(JSON.stringify(one)));
}

// open opens a window. One is used for many visits, because Chromium takes a second for
// a new one.
async function open(browser, script, now) {
  const context = await browser.newContext({ javaScriptEnabled: script, permissions: ["local-network-access"] });
  context.setDefaultTimeout(patience);
  await context.route("**/*", (route) => answer(route, now));
  const page = await context.newPage();
  watch(page, now);
  return page;
}

// look visits a page.
async function look(page, visit, seen) {
  try {
    await page.setViewportSize({ width: visit.width, height: 844 });
    await page.emulateMedia({ colorScheme: visit.dark ? "dark" : "light" });
    seen.status = (await page.goto(visit.url)).status();
    await page.evaluate(loaded);
    seen.faults.push(...(await page.evaluate(judge, visit.script)));
    if (visit.axe) {
      seen.faults.push(...(await accessible(page)));
    }
    if (task.shots) {
      await page.screenshot({ path: `${task.shots}/${name(visit)}`, fullPage: true });
    }
  } catch (e) {
    seen.faults.push(`the visit failed: ${e.message}`);
  }
}

function name({ url, width, dark, script }) {
  const path = decodeURIComponent(url.slice(task.origin.length)).replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 60);
  return `${path}-${width}${dark ? "-dark" : ""}${script ? "" : "-plain"}.png`;
}

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

// accessible says what axe-core finds.
async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document));
  return violations.flatMap((v) => v.nodes.map((n) => `axe ${v.id}: ${n.html.slice(0, 200)}: ${n.failureSummary.replaceAll(/\s+/g, " ").slice(0, 300)}`));
}

// What follows runs in pages.

// loaded waits for the pictures, also those further down.
async function loaded() {
  for (const picture of document.images) {
    picture.loading = "eager";
    await picture.decode().catch(() => {});
  }
}

// judge says what is wrong with the layout and the elements of a page. A picture of the
// author's may be broken; the script removes the box of a cover.
function judge(script) {
  const faults = [];
  const root = document.documentElement;
  const name = (e) => e.outerHTML.slice(0, 150);
  if (root.localName !== "html") {
    return faults; // of a document that is no page
  }
  const scrolls = (e) => e && e !== document.body && e !== root && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const visible = (e) => e.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true;
  const sticksOut = (e) => {
    const { left, right, width } = e.getBoundingClientRect();
    return width > 1 && visible(e) && (left < -0.5 || right > innerWidth + 0.5) && !scrolls(e.parentElement);
  };
  if (root.scrollWidth > root.clientWidth) {
    faults.push(`the page is ${root.scrollWidth} pixels wide, the window ${root.clientWidth}`);
  }
  faults.push(...[...document.body.querySelectorAll("*")].filter((e) => !e.closest("svg svg, .skip") && sticksOut(e)).slice(0, 5).map((e) => `sticks out: ${name(e)}`));
  for (const one of ["main", "h1", "title"]) {
    if (document.querySelectorAll(one).length !== 1 && !(one === "title" && document.querySelectorAll("head title").length === 1)) {
      faults.push(`${document.querySelectorAll(one).length} elements ${one}`);
    }
  }
  if (!root.lang) {
    faults.push("no language");
  }
  if (![...document.links].some((a) => a.pathname === "/" || a.dataset.home !== undefined)) {
    faults.push("no link home");
  }
  const broken = [...document.images].filter((i) => i.complete && i.naturalWidth === 0 && visible(i) && i.getBoundingClientRect().height > 0 && !i.closest(".e-content") && (script || !i.closest(".cover, .photo")));
  faults.push(...broken.map((i) => `broken picture: ${name(i)}`));
  return faults;
}

if (task) {
  await visitAll();
}
