"""Finds the feeds that pages name with feedparser, which readers give the address of a
page as if it were that of a feed.

Reads {"PATH": "HTML"} from standard input, and prints {"PATH": ["URL"]}.
"""

import json
import sys

import feedparser

TYPES = {"application/atom+xml", "application/rss+xml", "application/feed+json"}


def feeds(html):
    links = feedparser.parse(html.encode()).feed.get("links", [])
    return [l.href for l in links if l.rel == "alternate" and l.type in TYPES]


print(json.dumps({path: feeds(html) for path, html in json.load(sys.stdin).items()}))
