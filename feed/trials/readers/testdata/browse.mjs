// Opens pages in Chromium, and says what they look like and what they did.
//
// Reads a task from standard input: {"chromium", its program; "origin", of the
// site; "server", the address at which that is; "shots", a folder for pictures
// of pages, none if empty; "visits": [{"url", "width", "dark", "body"}]}. A body
// is what is at the URL, without a policy, instead of what the site serves there.
//
// Prints a line of JSON a visit, in their order. Nothing leaves the machine:
// remote pictures are made up here, and all else that is asked of other hosts
// is refused.
import { readFileSync } from "node:fs";

import { chromium } from "playwright-core";

const input = readFileSync(0, "utf8");
const task = input && JSON.parse(input); // empty: are the packages there?

// picture is what every remote picture is: one that is too wide for any page.
const picture = { contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="90"><rect width="3000" height="90" fill="teal"/></svg>' };

// patience is how long anything is waited for, in milliseconds: only what never
// comes takes as long.
const patience = 60_000;

const types = { ".svg": "image/svg+xml", "": "text/html; charset=utf-8" };

async function browse() {
  const browser = await chromium.launch({
    executablePath: task.chromium,
    timeout: patience,
    // Chromium refuses its sandbox to root, whom containers have.
    args: ["--no-sandbox", `--host-resolver-rules=MAP ${new URL(task.origin).host}:443 ${task.server}, MAP * ~NOTFOUND`],
  });
  const sights = [];
  const visits = task.visits.entries();
  const visitor = async () => {
    for (const [i, visit] of visits) {
      sights[i] = await open(browser, visit);
    }
  };
  await Promise.all([visitor(), visitor(), visitor()]);
  await browser.close();
  sights.forEach((sight) => console.log(JSON.stringify(sight)));
}

// open visits a page in a context of its own.
async function open(browser, visit) {
  const sight = { events: [], requests: [], statuses: {}, policy: "" };
  const context = await browser.newContext({
    viewport: { width: visit.width, height: 844 },
    colorScheme: visit.dark ? "dark" : "light",
    reducedMotion: "reduce", // links to parts of a page lead there at once
    ignoreHTTPSErrors: true,
    permissions: ["local-network-access"], // the site is at a loopback address
  });
  context.setDefaultTimeout(patience);
  await context.route("**/*", (route) => answer(route, visit));
  const page = await context.newPage();
  watch(page, sight);
  const response = await page.goto(visit.url);
  sight.policy = response.headers()["content-security-policy"] ?? "";
  await page.evaluate(loaded);
  Object.assign(sight, await page.evaluate(look));
  sight.astray = await follow(page);
  if (task.shots && sight.root === "html") {
    const name = `${new URL(visit.url).pathname.replaceAll("/", "_")}-${visit.width}${visit.dark ? "-dark" : ""}.png`;
    await page.screenshot({ path: `${task.shots}/${name}`, fullPage: true });
  }
  for (let i = 0; await page.evaluate(provoke, i); ) {
    i++;
  }
  sight.url = page.url();
  await context.close();
  return sight;
}

function answer(route, visit) {
  const request = route.request();
  const url = new URL(request.url());
  if (visit.body && request.url() === visit.url) {
    return route.fulfill({ contentType: types[/\.svg$/.exec(url.pathname)?.[0] ?? ""], body: visit.body });
  }
  if (url.origin === task.origin) {
    return route.continue();
  }
  return request.resourceType() === "image" ? route.fulfill(picture) : route.abort("aborted");
}

// watch notes what a page does beyond being shown.
function watch(page, sight) {
  page.on("console", (m) => sight.events.push(m.text()));
  page.on("pageerror", (e) => sight.events.push(`error: ${e.message}`));
  page.on("popup", (p) => sight.events.push(`popup: ${p.url()}`));
  page.on("download", (d) => sight.events.push(`download: ${d.url()}`));
  page.on("dialog", (d) => {
    sight.events.push(`dialog: ${d.message()}`);
    d.dismiss();
  });
  page.on("request", (r) => sight.requests.push(`${r.resourceType()} ${r.url()}`));
  page.on("response", (r) => (sight.statuses[r.url()] = r.status()));
}

// follow clicks the links to parts of the page, and gives those that do not
// bring theirs into view.
async function follow(page) {
  const astray = [];
  for (const link of await page.locator(".e-content a[href^='#'], article:not(.h-entry article) a[href^='#']").all()) {
    const fragment = await link.evaluate((a) => a.hash);
    await link.click();
    await page.waitForFunction((fragment) => location.hash === fragment, fragment);
    const shown = () => {
      const top = document.querySelector(":target")?.getBoundingClientRect().top;
      return top > -1 && top < innerHeight;
    };
    if (!(await page.evaluate(shown))) {
      astray.push(fragment);
    }
  }
  return astray;
}

// What follows runs in pages.

// loaded waits for the pictures, and for what players know of their files.
async function loaded() {
  for (const picture of document.images) {
    picture.loading = "eager";
    await picture.decode().catch(() => {});
  }
  for (const player of document.querySelectorAll("audio, video")) {
    const known = new Promise((resolve) => ["loadedmetadata", "error"].forEach((type) => player.addEventListener(type, resolve, { capture: true })));
    if (player.currentSrc.startsWith(location.origin)) {
      player.preload = "metadata";
      player.load();
      await known;
    }
  }
}

// look says what is on a page.
function look() {
  const inside = [...document.querySelectorAll(".e-content *, article:not(.h-entry article) *, svg *")];
  const name = (e) => e.outerHTML.slice(0, 100);
  const scrolls = (e) => e && !e.matches("article, .e-content") && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const sticksOut = (e) => {
    const { left, right, width } = e.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > innerWidth + 0.5) && !scrolls(e.parentElement);
  };
  const aligned = ({ name, value }) => name === "style" && /^text-align: ?(left|center|right);?$/.test(value);
  const unsafe = ({ name, value }) => /^(on.*|style|srcdoc|formaction|target|ping)$/.test(name) || /^\s*(javascript|vbscript|data):/i.test(value.replace(/[\0-\x1f]/g, ""));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const last = document.querySelector("footer a");
  last?.scrollIntoView();
  const box = last?.getBoundingClientRect();
  return {
    root: document.documentElement.localName,
    base: document.baseURI,
    shape: [...document.querySelectorAll("body > *, main, nav:not(.beside)")].map((e) => e.localName).join(" "),
    covered: last ? document.elementFromPoint(box.left + 2, box.top + box.height / 2) !== last : false,
    text: document.querySelector("article")?.innerText ?? "",
    width: document.scrollingElement?.scrollWidth ?? 0,
    outside: inside.filter(sticksOut).map(name),
    foreign: inside.filter((e) => e.namespaceURI !== "http://www.w3.org/1999/xhtml" || e.matches("script, style, iframe, frame, object, embed, form, base, meta, link, template, textarea, title, noscript, button, select, dialog")).map(name),
    attributes: inside.filter((e) => [...e.attributes].some((a) => unsafe(a) && !aligned(a))).map(name),
    twice: ids.filter((id, i) => ids.indexOf(id) < i),
    links: [...document.links].map((e) => e.href),
    pictures: [...document.images].map((e) => ({ url: e.currentSrc || e.src, width: e.naturalWidth })),
    players: [...document.querySelectorAll("audio, video")].map((e) => ({ url: e.currentSrc, controls: e.controls, seconds: e.duration || 0 })),
  };
}

// provoke does to the element of an index what its handlers and links wait for,
// among those that have any. It reports whether there is one. Each is a call of
// its own, as the next click would cancel what this one began.
function provoke(index) {
  const handlers = (e) => [...e.attributes].filter(({ name }) => name.startsWith("on"));
  const isOther = (e) => (e.href === undefined ? e.matches("button, input") && !e.closest("form.search, .address") : !/^(https?|mailto|feed):/.test(e.href.baseVal ?? e.href));
  const e = [...document.querySelectorAll("*")].filter((e) => handlers(e).length > 0 || isOther(e))[index];
  if (!e) {
    return false;
  }
  handlers(e).forEach(({ name }) => e.dispatchEvent(new Event(name.slice(2))));
  if (isOther(e)) {
    e.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  return true;
}

if (task) {
  await browse();
}
