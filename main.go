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
	_ "time/tzdata" // for time zones of the configuration that the system does not have

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

// version is the version of the latest entry in CHANGELOG.md.
const version = "0.13.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(command.Run(ctx, command.Program{Version: version, Config: shipped, Scan: scan, Watch: follow, Skipped: skipped}, os.Args[1:]))
}

// scan scans a content directory once.
func scan(d setup.Directory) (feed.Batch, error) {
	b, err := watch.Scan(d.Dir, options(d, slog.New(slog.DiscardHandler)))
	return batch(d, b), err
}

// skipped says why a file of a content directory is not read.
func skipped(d setup.Directory, rel string) error {
	return watch.Explain(d.Dir, options(d, slog.New(slog.DiscardHandler)), rel)
}

// tree is a watched content directory in the terms of feed, which does not know
// package watch.
type tree struct {
	*watch.Tree
	setup.Directory
	log *slog.Logger
}

// follow begins to watch a content directory.
func follow(d setup.Directory, log *slog.Logger) (daemon.Tree, error) {
	t, err := watch.Open(d.Dir, options(d, log.With("dir", d.Dir)))
	return tree{t, d, log}, err
}

// Follow implements daemon.Tree.
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

// Status implements daemon.Tree.
func (t tree) Status() status.Tree {
	s := t.Tree.Status()
	return status.Tree{Dir: t.Dir, Mode: string(s.Mode), Directories: s.Directories, Polled: s.Polled, Files: s.Files,
		Scanned: s.Scanned, ScanSeconds: s.Took.Seconds(), Overflows: s.Overflows, Faults: s.Faults}
}

func options(d setup.Directory, log *slog.Logger) watch.Options {
	also := feed.IsAuthors
	if len(d.Authors) > 0 {
		also = nil // the publisher itself follows the files that the configuration names
	}
	extensions := article.AssetExtensions()
	if d.Static {
		also = nil
	} else {
		extensions = append(article.Extensions(), extensions...)
	}
	return watch.Options{
		Settle:     d.Settle,
		MaxDelay:   d.MaxDelay,
		Rescan:     d.Rescan,
		Poll:       d.Mode == config.Poll,
		Ignore:     d.Ignore,
		Optional:   d.Static,
		Extensions: extensions,
		Also:       also,
		Log:        log,
	}
}

// batch translates a batch of watch into one of feed. The text of a fault is
// "what; effect; hint", and the hint may contain further semicolons, as it can
// name a file.
func batch(d setup.Directory, b watch.Batch) feed.Batch {
	out := feed.Batch{Content: d.Index, Waiting: b.Waiting, Changed: make([]feed.File, len(b.Changed)), Removed: b.Removed, Others: b.Others, Ignored: b.Ignored}
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
