// Goes through the pages in Chromium as visitors do who want something.
//
// Reads a task from standard input: {"chromium", its program; "origin", of the site}.
// Prints a line of JSON for each journey: {"journey", "faults", "foreign", "address", of
// the feed that the builder made; "titles", of the articles that it showed}.
import { launch, open, task } from "./window.mjs";

const journeys = {
  // Follow opens, gives the address and closes without a mouse.
  async keyboard(page, { faults }, scripts) {
    await page.goto(task.origin + "/topics/moon/");
    const focused = () => page.evaluate(() => document.activeElement.closest("summary, input[readonly], .copy")?.localName ?? "");
    const tab = async (to) => {
      for (let i = 0; i < 40 && (await focused()) !== to; i++) {
        await page.keyboard.press("Tab");
      }
      if ((await focused()) !== to) {
        faults.push(`Tab does not lead to ${to}`);
      }
    };
    await tab("summary");
    await page.keyboard.press("Enter");
    await tab("input");
    const address = await page.evaluate(() => getSelection().toString() || document.activeElement.value);
    if (address !== task.origin + "/topics/moon/feed.rss") {
      faults.push(`the address is ${address}`);
    }
    if (!scripts) {
      return;
    }
    await tab("button");
    await page.keyboard.press("Enter");
    await page.locator("details.follow [role=status]:not(:empty)").waitFor();
    await page.keyboard.press("Escape");
    if (await page.locator("details.follow[open]").count()) {
      faults.push("Escape does not close the choices");
    }
    if ((await focused()) !== "summary") {
      faults.push("Escape does not lead back to Follow");
    }
  },

  // The builder makes the feed of what it shows.
  async builder(page, seen, scripts) {
    await page.goto(task.origin + "/build/");
    const field = page.locator("input[name=all]").first();
    if (scripts) {
      await field.pressSequentially("moo");
      await page.locator(".names button", { hasText: "Moon" }).first().click();
    } else {
      await field.fill("Moon");
    }
    await page.locator("input[name=except]").first().fill("Space");
    await page.locator("form.build button[type=submit]").click();
    await page.waitForURL(/except=/);
    seen.address = await page.locator(".built input").inputValue();
    seen.titles = await page.locator("ul.entries .title a").allTextContents();
  },

  // The browser goes back to where the visitor was, with what he had typed.
  async back(page, { faults }, scripts) {
    const is = async (path, heading) => {
      const at = page.url().slice(task.origin.length);
      const title = await page.locator("h1").innerText();
      if (at !== path || !title.includes(heading)) {
        faults.push(`at ${at} with ${title}, want ${path} with ${heading}`);
      }
    };
    await page.goto(task.origin + "/topics/");
    const field = page.locator("form.filter input[type=search]");
    if (scripts) {
      await field.pressSequentially("moo");
      await page.waitForURL(/[?]q=moo$/);
    } else {
      await field.fill("moo");
      await field.press("Enter");
      await page.waitForURL(/[?]q=moo$/);
    }
    await page.locator(".found a", { hasText: "Moon" }).first().click();
    await page.waitForURL(/topics.moon/);
    await is("/topics/moon/", "Moon");
    await page.locator("ul.entries .title a", { hasText: "The moon again" }).click();
    await page.waitForURL(/again$/);
    await page.goBack();
    await is("/topics/moon/", "Moon");
    await page.goBack();
    await is("/topics/?q=moo", "Topics");
    if ((await field.inputValue()) !== "moo") {
      faults.push("what was typed is gone");
    }
    if (!(await page.locator(".found").innerText()).includes("Moon")) {
      faults.push("what was found is gone");
    }
  },

  // A feed is a page, and the link on it leads to the feed itself.
  async feed(page, { faults }) {
    await page.goto(task.origin + "/topics/moon/feed.rss");
    const link = page.locator(".feed a[href$='raw']");
    const answered = page.waitForResponse(/raw$/);
    await link.click();
    const answer = await answered;
    if (answer.status() !== 200 || !/xml/.test(answer.headers()["content-type"])) {
      faults.push(`the feed itself is ${answer.status()}, ${answer.headers()["content-type"]}`);
    }
  },
};

if (task) {
  const browser = await launch();
  const now = { seen: null, url: task.origin };
  for (const scripts of [true, false]) {
    for (const [name, go] of Object.entries(journeys)) {
      now.seen = { journey: `${name}, scripts ${scripts}`, faults: [], foreign: [], address: "", titles: [] };
      const page = await open(browser, scripts, now);
      try {
        await go(page, now.seen, scripts);
      } catch (e) {
        now.seen.faults.push(e.message);
      }
      await page.context().close();
      console.log(JSON.stringify(now.seen));
    }
  }
  await browser.close();
}
