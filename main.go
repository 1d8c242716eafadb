// Command dateline publishes a tree of dated Markdown articles as RSS, Atom
// and JSON feeds.
package main

import (
	"context"
	_ "embed"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // zones of the configuration, where the system has none

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/command"
	"dateline/feed/config"
	"dateline/feed/daemon"
	"dateline/feed/ledger"
	"dateline/feed/setup"
	"dateline/feed/status"
	"dateline/watch"
)

//go:embed config.toml
var shipped []byte

// version is that of the latest entry of CHANGELOG.md.
const version = "0.7.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(command.Run(ctx, command.Program{Version: version, Config: shipped, Scan: scan, Watch: open}, os.Args[1:]))
}

// scan looks at a content directory once.
func scan(c setup.Directory) (feed.Batch, error) {
	b, err := watch.Scan(c.Dir, options(c, slog.New(slog.DiscardHandler)))
	return batch(c, b), err
}

// tree is a watched content directory.
type tree struct {
	*watch.Tree
	setup.Directory
	log *slog.Logger
}

// open watches a content directory.
func open(c setup.Directory, log *slog.Logger) (daemon.Tree, error) {
	t, err := watch.Open(c.Dir, options(c, log))
	return tree{t, c, log}, err
}

func (t tree) Follow(ctx context.Context, deliver func(feed.Batch)) {
	for {
		select {
		case <-ctx.Done():
			return
		case b := <-t.Batches():
			if b.Full {
				t.log.Info("watching", "dir", t.Dir, "mode", t.Tree.Status().Mode, "directories", b.Directories, "files", len(b.Changed))
			}
			deliver(batch(t.Directory, b))
		}
	}
}

func (t tree) Status() status.Tree {
	s := t.Tree.Status()
	return status.Tree{Dir: t.Dir, Mode: string(s.Mode), Directories: s.Directories, Polled: s.Polled, Files: s.Files,
		Scanned: s.Scanned, Took: s.Took.Seconds(), Overflows: s.Overflows, Faults: s.Faults}
}

func options(c setup.Directory, log *slog.Logger) watch.Options {
	also := feed.IsAuthors
	if len(c.Authors) > 0 {
		also = nil // the publisher follows those that are named itself
	}
	return watch.Options{
		Settle:     c.Settle,
		MaxDelay:   c.MaxDelay,
		Rescan:     c.Rescan,
		Poll:       c.Mode == config.Poll,
		Ignore:     c.Ignore,
		Extensions: append(article.Extensions(), article.AssetExtensions()...),
		Also:       also,
		Log:        log,
	}
}

// batch puts what watch found into the words of feed. A fault's text is
// "what; effect; mend", and the mend may hold the name of a file.
func batch(c setup.Directory, b watch.Batch) feed.Batch {
	out := feed.Batch{Content: c.Index, Waiting: b.Waiting, Changed: make([]feed.File, len(b.Changed)), Removed: b.Removed, Others: b.Others}
	for i, f := range b.Changed {
		out.Changed[i] = feed.File{Path: f.Path, Partial: f.Partial, Racy: f.Racy, Stamp: ledger.Stamp(f.Stamp), Noticed: f.Noticed}
	}
	for _, f := range b.Faults {
		what, rest, _ := strings.Cut(f.Err.Error(), "; ")
		effect, hint, _ := strings.Cut(rest, "; ")
		list := map[watch.Effect]*[]article.Problem{watch.Kept: &out.Faults, watch.Unread: &out.Unread, watch.LeftOut: &out.LeftOut}[f.Effect]
		*list = append(*list, article.Problem{File: f.Path, About: article.File, What: what, Effect: effect, Hint: hint})
	}
	return out
}
