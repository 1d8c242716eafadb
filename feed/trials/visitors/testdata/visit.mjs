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

import { launch, open, task } from "./window.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

async function visitAll() {
  const browser = await launch();
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
  const { origin, href } = new URL(url);
  const path = (origin === task.origin ? "" : "operator") + decodeURIComponent(href.slice(origin.length)).replace(/[^\p{L}\p{N}.-]+/gu, "_").slice(0, 60);
  return `${path}-${width}${dark ? "-dark" : ""}${script ? "" : "-plain"}.png`;
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
