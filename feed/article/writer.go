package article

import "bytes"

// writer is a goldmark util.BufWriter in memory. It drops what comes after about
// maxHTML bytes.
type writer struct {
	bytes.Buffer
	raw *rawHTML // translates the raw HTML of the article; nil if it has none
}

func (w *writer) full() bool { return w.Len() > maxHTML }

func (w *writer) Write(p []byte) (int, error) {
	if w.full() {
		return len(p), nil
	}
	return w.Buffer.Write(p)
}

func (w *writer) WriteString(s string) (int, error) {
	if w.full() {
		return len(s), nil
	}
	return w.Buffer.WriteString(s)
}

func (w *writer) WriteByte(c byte) error {
	if w.full() {
		return nil
	}
	return w.Buffer.WriteByte(c)
}

func (w *writer) WriteRune(r rune) (int, error) {
	if w.full() {
		return 0, nil
	}
	return w.Buffer.WriteRune(r)
}

// Buffered and Flush do nothing, as nothing is buffered.
func (w *writer) Buffered() int { return 0 }
func (w *writer) Flush() error  { return nil }
