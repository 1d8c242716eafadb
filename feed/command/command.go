// Package command is the command line of Dateline.
//
// Exit codes: 0 for success; 1 for findings, or a failure at run time; 2 for a
// mistake in the usage or the configuration.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"dateline/feed"
	"dateline/feed/config"
	"dateline/feed/daemon"
	"dateline/feed/printable"
	"dateline/feed/report"
	"dateline/feed/setup"
)

// Program is what the command line needs of main.
type Program struct {
	Version string
	Config  []byte // the shipped config.toml, which init writes
	// Scan scans a content directory once.
	Scan func(setup.Directory) (feed.Batch, error)
	// Watch begins to watch a content directory.
	Watch func(setup.Directory, *slog.Logger) (daemon.Tree, error)
	// Skipped says why a file of a content directory is not read; see
	// explain.Options.
	Skipped func(d setup.Directory, rel string) error
}

// errFindings ends a command that has printed its findings.
var errFindings = errors.New("findings")

// failure is an error at run time; other errors are mistakes in the usage or the
// configuration.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// atWork returns an error as a failure.
func atWork(err error) error {
	if err == nil {
		return nil
	}
	return failure{err}
}

// Run runs a command line and returns the exit code.
func Run(ctx context.Context, p Program, args []string) int {
	l := &line{Program: p, out: printable.Writer(os.Stdout)}
	root := l.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
		return 1
	}
	fmt.Fprintln(printable.Writer(os.Stderr), "dateline:", err)
	if errors.As(err, new(failure)) || errors.As(err, new(daemon.Failure)) {
		return 1
	}
	return 2
}

// line is a command line being run. Immutable once its flags are parsed.
type line struct {
	Program
	out  io.Writer // for all output: it escapes control characters, because names and titles may contain them
	file string    // --config
	json bool      // --json
	near bool      // --near
	all  bool      // --all
	// level is --log-level; empty means that of the configuration.
	level string
	// flags are --listen and --base-url.
	flags config.Flags
	// summary is --summary.
	summary bool
	// from is --from, the directory of a site; empty means samples.
	from        string
	apply, undo bool // --apply, --undo
}

func (l *line) printer() report.Printer { return report.Printer{Out: l.out, JSON: l.json} }

// action is what a command does.
type action func(ctx context.Context, args []string) error

// run adapts an action to cobra.
func run(do action) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error { return do(c.Context(), args) }
}

// interruptible returns an action that ends as soon as ctx does, whatever it is
// waiting for. Only the daemon has something to finish first.
func interruptible(do action) func(*cobra.Command, []string) error {
	return run(func(ctx context.Context, args []string) error {
		ended := make(chan error, 1)
		go func() { ended <- do(ctx, args) }()
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return failure{errors.New("interrupted")}
		}
	})
}
