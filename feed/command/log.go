package command

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/term"

	"dateline/feed/config"
	"dateline/feed/printable"
)

// journal is a log whose level and format follow [log] of the configuration, also
// while it is in use. Until there is a configuration, its level is info and its
// format is text.
type journal struct {
	*slog.Logger
	level  slog.LevelVar
	format atomic.Pointer[string] // config.Text or config.JSON
}

// newJournal returns a log to standard error, in colours if that is a terminal
// and the format is text.
func newJournal() *journal {
	if term.IsTerminal(int(os.Stderr.Fd())) {
		return journalTo(os.Stderr, tinted)
	}
	return journalTo(os.Stderr, plain)
}

// journalTo returns a log to w, whose lines of text come from a handler of the
// given kind.
func journalTo(w io.Writer, text func(io.Writer, slog.Leveler) slog.Handler) *journal {
	j := &journal{}
	j.set(config.Default().Log)
	j.Logger = slog.New(eitherFormat{&j.format, text(w, &j.level), encoded(w, &j.level)})
	return j
}

// set follows the settings, which have been checked.
func (j *journal) set(l config.Log) {
	var level slog.Level
	_ = level.UnmarshalText([]byte(l.Level)) // config.Levels are levels of slog
	j.level.Set(level)
	j.format.Store(&l.Format)
}

// eitherFormat writes each record in the format that is set at this moment.
type eitherFormat struct {
	format     *atomic.Pointer[string]
	text, json slog.Handler
}

func (h eitherFormat) used() slog.Handler {
	if *h.format.Load() == config.JSON {
		return h.json
	}
	return h.text
}

// Enabled implements slog.Handler.
func (h eitherFormat) Enabled(ctx context.Context, l slog.Level) bool {
	return h.used().Enabled(ctx, l)
}

// Handle implements slog.Handler.
func (h eitherFormat) Handle(ctx context.Context, r slog.Record) error {
	return h.used().Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h eitherFormat) WithAttrs(list []slog.Attr) slog.Handler {
	return eitherFormat{h.format, h.text.WithAttrs(list), h.json.WithAttrs(list)}
}

// WithGroup implements slog.Handler.
func (h eitherFormat) WithGroup(name string) slog.Handler {
	return eitherFormat{h.format, h.text.WithGroup(name), h.json.WithGroup(name)}
}

// plain returns a handler that writes text without colours. It quotes control
// characters.
func plain(w io.Writer, level slog.Leveler) slog.Handler {
	return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
}

// encoded returns a handler that writes JSON. Durations have their unit, as in
// text. The control characters that JSON may contain as they are become escapes,
// since people read logs in terminals.
func encoded(w io.Writer, level slog.Leveler) slog.Handler {
	return slog.NewJSONHandler(printable.Writer(w), &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if d, ok := a.Value.Any().(time.Duration); ok {
			a.Value = slog.StringValue(d.String())
		}
		return a
	}})
}

// tinted returns a handler that writes colours. Messages, and what looks like a
// colour in them, would otherwise reach the terminal unescaped: tint does not
// quote them.
func tinted(w io.Writer, level slog.Leveler) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case slog.Level, time.Time, time.Duration: // tint colours them
		case string:
			a.Value = slog.StringValue(printable.Line(v))
		case error:
			a.Value = slog.StringValue(printable.Line(v.Error()))
		case fmt.Stringer:
			a.Value = slog.StringValue(printable.Line(v.String()))
		}
		return a
	}})
}
