"""Reads the feeds named on standard input, a file a line, with feedparser.

Prints a line of JSON a feed: parser, file, error or items, each with id,
title, link and published in seconds since 1970.
"""

import calendar
import json
import sys

import feedparser


def items(file):
    with open(file, "rb") as f:
        feed = feedparser.parse(f.read())
    if feed.bozo:
        raise feed.bozo_exception
    for e in feed.entries:
        yield {
            "id": e.id,
            "title": e.get("title", ""),
            "link": e.link,
            "published": calendar.timegm(e.published_parsed),
        }


for file in sys.stdin.read().splitlines():
    reading = {"parser": "feedparser", "file": file}
    try:
        reading["items"] = list(items(file))
    except Exception as e:
        reading["error"] = repr(e)
    print(json.dumps(reading))
