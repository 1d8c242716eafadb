// Reads the feeds named on standard input, a file a line, with every parser
// from npm that knows the format.
//
// Prints a line of JSON a parser and feed: parser, file, error or items, each
// with id, title, link and published in seconds since 1970.
import { readFileSync } from "node:fs";

import { extractFromJson, extractFromXml } from "@extractus/feed-extractor";
import { parseFeed as rowanmanning } from "@rowanmanning/feed-parser";
import { parseFeed as feedsmith } from "feedsmith";
import RSSParser from "rss-parser";

const item = (id, title, link, published) => ({ id, title, link, published: Date.parse(published) / 1000 });

const alternate = (links) => links.find((l) => l.rel === "alternate").href;

const ofFeedsmith = {
  rss: (i) => item(i.guid.value, i.title, i.link, i.pubDate),
  atom: (e) => item(e.id, e.title.value, alternate(e.links), e.published),
  json: (i) => item(i.id, i.title, i.url, i.date_published),
};

const extracted = (feed) => feed.entries.map((e) => item(e.id, e.title, e.link, e.published));

const asJSON = {
  feedsmith: (text) => (feedsmith(text).feed.items ?? []).map(ofFeedsmith.json),
  "feed-extractor": (text) => extracted(extractFromJson(text)),
};

const asXML = {
  feedsmith(text) {
    const { format, feed } = feedsmith(text);
    return (feed.items ?? feed.entries ?? []).map(ofFeedsmith[format]);
  },
  "feed-extractor": (text) => extracted(extractFromXml(text)),
  "@rowanmanning": (text) => rowanmanning(text).items.map((i) => item(i.id, i.title, i.url, i.published)),
  "rss-parser": async (text) =>
    (await new RSSParser().parseString(text)).items.map((i) => item(i.guid ?? i.id, i.title, i.link, i.isoDate)),
};

for (const file of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const text = readFileSync(file, "utf8");
  for (const [parser, read] of Object.entries(file.endsWith(".json") ? asJSON : asXML)) {
    const reading = { parser, file };
    try {
      reading.items = await read(text);
    } catch (e) {
      reading.error = String(e);
    }
    console.log(JSON.stringify(reading));
  }
}
