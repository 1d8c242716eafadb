package command

import (
	"io"
	"log/slog"
	"os"

	"github.com/lmittmann/tint"
	"golang.org/x/term"

	"dateline/feed/printable"
)

// logger returns a log to standard error, in colours if that is a terminal.
func logger() *slog.Logger {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return slog.New(tinted(os.Stderr))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// tinted returns a handler that writes colours. Messages, and what looks like a
// colour in them, would otherwise reach the terminal unescaped: tint does not
// quote them.
func tinted(w io.Writer) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(printable.Line(v))
		case error:
			a.Value = slog.StringValue(printable.Line(v.Error()))
		}
		return a
	}})
}
