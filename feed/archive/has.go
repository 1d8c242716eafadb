package archive

// Has reports whether an entry is in the feed.
func (f *Feed) Has(e *Entry) bool { return f.Topic == nil || e.in(f.Topic) }

// Has reports whether an entry is in the span.
func (s Span) Has(e *Entry) bool {
	return e.published >= s.from && e.published < s.until && s.feed.Has(e)
}

// Has reports whether an entry is selected.
func (s Selection) Has(e *Entry) bool { return s.has(e) }
