package article

import (
	"bytes"
	"os"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"dateline/feed/trials/newstest"
)

// BenchmarkParse reads one article, in the founding format and with front
// matter. Its floor is goldmark alone, which turns the same bytes into HTML;
// "x-goldmark" is the ratio.
func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/founding.md")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("founding", func(b *testing.B) { benchmarkParse(b, data) })
	b.Run("yaml", func(b *testing.B) { benchmarkParse(b, newstest.FrontMatter(newstest.File{Data: data}).Data) })
}

func benchmarkParse(b *testing.B, data []byte) {
	p := NewParser(Options{Dir: "news", Mount: "/", BaseURL: "http://127.0.0.1:8080", Language: "en", Zone: time.UTC, Grammar: founding()})
	if r := p.Parse("2026/04/7/story.md", data); r.Article == nil {
		b.Fatal(r.Problems)
	}
	var html bytes.Buffer
	compare(b, "x-goldmark", func() {
		p.Parse("2026/04/7/story.md", data)
	}, func() {
		html.Reset()
		if err := p.safe.Convert(data, &html); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkFrontMatter reads the front matter of a usual post. Its floor is
// decoding the same YAML into a map; "x-yaml" is the ratio.
func BenchmarkFrontMatter(b *testing.B) {
	const text = `title: "The harbour crane is back: what it lifts now"
date: 2026-04-07T18:30:00+02:00
lastmod: 2026-04-09
author: Ada Writer
description: After two years in the yard the crane lifts boats again.
tags: [harbour, cranes, boats]
categories:
  - News
  - Harbour
aliases:
  - /2026/crane/
cover:
  image: pictures/crane.jpg
  alt: The crane above the quay
draft: false
`
	data := []byte("---\n" + text + "---\nText.\n")
	compare(b, "x-yaml", func() {
		if meta, _, err := splitFrontMatter(data); err != nil || len(meta) == 0 {
			b.Fatal(meta, err)
		}
	}, func() {
		var m map[string]any
		if err := yaml.Unmarshal([]byte(text), &m); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkBody reads an article with raw HTML among its Markdown. Its floor is
// reading the same article without it; "x-markdown" is the ratio.
func BenchmarkBody(b *testing.B) {
	data, err := os.ReadFile("testdata/founding.md")
	if err != nil {
		b.Fatal(err)
	}
	plain := bytes.Repeat(append([]byte("A line, and another of **words** with a [link](x.md).\n\nOne more paragraph.\n\n"), data...), 3)
	raw := bytes.ReplaceAll(plain, []byte("and another"), []byte(`and<br>another of H<sub>2</sub>O, <img src="x.png" alt="X">`))
	raw = bytes.ReplaceAll(raw, []byte("One more paragraph."), []byte("<div class=\"x\"><p>One more <b>paragraph</b>.</p></div>"))
	p := NewParser(Options{Dir: "news", Mount: "/", BaseURL: "http://127.0.0.1:8080", Language: "en", Zone: time.UTC, Grammar: founding()})
	if r := p.Parse("2026/04/7/story.md", raw); r.Article == nil {
		b.Fatal(r.Problems)
	}
	compare(b, "x-markdown", func() {
		p.Parse("2026/04/7/story.md", raw)
	}, func() {
		p.Parse("2026/04/7/story.md", plain)
	})
}

// compare times what a benchmark measures and its floor in the same run, and reports
// their ratio under the name unit.
func compare(b *testing.B, unit string, measured, floor func()) {
	var ours, least time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		t := time.Now()
		measured()
		ours += time.Since(t)
		b.StopTimer()
		t = time.Now()
		floor()
		least += time.Since(t)
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(least), unit)
}
