// Package command is the command line of Dateline.
//
// Exit codes: 0; 1 for findings or a failure at work; 2 for a mistake in
// usage or configuration.
//
// # Readings of the design
//
//   - A new configuration is a new generation of everything but the
//     sockets. The ledger has one writer, so the old one ends first, and
//     serves its last snapshot until the new one has read all.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"dateline/feed"
	"dateline/feed/config"
	"dateline/feed/printable"
	"dateline/feed/report"
	"dateline/feed/setup"
	"dateline/feed/starter"
	"dateline/feed/status"
)

// Program is what the command line is put together with.
type Program struct {
	Version string
	Config  []byte // the shipped config.toml, which init writes
	// Scan looks at a directory once.
	Scan func(setup.Directory) (feed.Batch, error)
	// Watch opens a directory to be watched.
	Watch func(setup.Directory, *slog.Logger) (Tree, error)
}

// Tree is a watched directory.
type Tree interface {
	// Follow delivers the batches, the first one full, until ctx ends.
	Follow(ctx context.Context, deliver func(feed.Batch))
	// Status says how it is; any goroutine may ask.
	Status() status.Tree
	Close() error
}

// errFindings ends a command whose output says all there is to say.
var errFindings = errors.New("findings")

// failure is what goes wrong at work; other errors are of usage or
// configuration.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// Run runs a command line and gives the exit code.
func Run(ctx context.Context, p Program, args []string) int {
	c := &line{Program: p, out: printable.Writer(os.Stdout)}
	root := c.root()
	root.SetArgs(args)
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-ended:
	case <-c.tasks.overdue(ctx):
		err = failure{c.tasks.cut()}
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
		return 1
	}
	fmt.Fprintln(printable.Writer(os.Stderr), "dateline:", err)
	if errors.As(err, new(failure)) {
		return 1
	}
	return 2
}

// line is a command line being run.
type line struct {
	Program
	out   io.Writer // for all that is printed: names and titles are others'
	file  string    // --config
	json  bool      // --json
	near  bool      // --near
	all   bool      // --all
	tasks tasks
}

func (l *line) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dateline",
		Short:         "Publish a tree of dated Markdown articles as RSS, Atom and JSON feeds",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVar(&l.file, "config", defaultFile, "configuration `file`")
	add := func(use, short string, args cobra.PositionalArgs, run func(ctx context.Context, args []string) error) *cobra.Command {
		c := &cobra.Command{Use: use, Short: short, Args: args,
			RunE: func(c *cobra.Command, args []string) error { return run(c.Context(), args) }}
		root.AddCommand(c)
		return c
	}
	printsData := func(c *cobra.Command) { c.Flags().BoolVar(&l.json, "json", false, "print JSON") }
	add("serve [DIR]", "Watch the articles and serve their feeds", cobra.MaximumNArgs(1), l.serve)
	check := add("check [DIR]", "List everything wrong with the articles, and those that are hidden", cobra.MaximumNArgs(1), l.check)
	check.Flags().BoolVar(&l.all, "all", false, "list each complaint, also those of one kind")
	printsData(check)
	topics := add("topics [DIR]", "List the topics", cobra.MaximumNArgs(1), l.topics)
	topics.Flags().BoolVar(&l.near, "near", false, "list topics that are likely the same")
	printsData(topics)
	printsData(add("plan [DIR]", "Tell what a start would change for subscribers", cobra.MaximumNArgs(1), l.plan))
	printsData(add("status [DIR]", "Tell how the running daemon is", cobra.MaximumNArgs(1), l.status))
	add("accept [DIR]", "Let pass what the running daemon holds: a large removal, a doubtful clock", cobra.MaximumNArgs(1), l.accept)
	printsData(add("config", "Print the effective configuration", cobra.NoArgs, l.config))
	add("init DIR", "Write a commented config.toml and sample articles", cobra.ExactArgs(1), l.init)
	add("version", "Print the version", cobra.NoArgs, l.version)
	return root
}

const defaultFile = "config.toml"

// load gives the configuration. A directory on the command line stands for
// all [[content]] and needs no file.
func (l *line) load(args []string) (*config.Config, error) {
	if len(args) == 0 {
		return config.Load(l.file)
	}
	c, err := l.loadOrDefault()
	if err == nil {
		content := config.Default().Content[0]
		content.Dir, content.Language = args[0], c.Site.Language
		c.Content = []config.Content{content}
		c.Ledger.URL = ledgerBeside(args[0])
	}
	return c, err
}

// loadOrDefault gives the configuration, or the defaults where nobody wrote
// one.
func (l *line) loadOrDefault() (*config.Config, error) {
	c, err := config.Load(l.file)
	if errors.Is(err, os.ErrNotExist) && l.file == defaultFile {
		return config.Default(), nil
	}
	return c, err
}

// ledgerBeside gives the ledger of a directory that is named on the command
// line. It is the directory's own: that of a configuration remembers other
// articles, and would take them for removed.
func ledgerBeside(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return "sqlite:" + dir + ".dateline.db"
}

func (l *line) init(_ context.Context, args []string) error {
	if err := starter.Write(args[0], l.Config); err != nil {
		return err
	}
	fmt.Fprintf(l.out, "wrote %[1]s; now run: cd %[1]s && dateline serve\n", args[0])
	return nil
}

func (l *line) version(context.Context, []string) error {
	fmt.Fprintln(l.out, "dateline", l.Version)
	return nil
}

func (l *line) config(context.Context, []string) error {
	c, err := l.load(nil)
	if err != nil {
		return err
	}
	if l.json {
		return atWork(report.JSON(l.out, c))
	}
	return atWork(c.Write(l.out))
}

func (l *line) check(_ context.Context, args []string) error {
	r, err := l.read(args, false)
	if err != nil {
		return err
	}
	f := &report.Findings{State: r.state, Withheld: r.withheld, All: l.all, JSON: l.json}
	if err := report.Check(l.out, f); err != nil {
		return failure{err}
	}
	if f.Failed() {
		return errFindings
	}
	return nil
}

func (l *line) topics(_ context.Context, args []string) error {
	r, err := l.read(args, true)
	if err != nil {
		return err
	}
	if l.near {
		return atWork(report.Near(l.out, r.state.Snapshot, l.json))
	}
	return atWork(report.Topics(l.out, r.state.Snapshot, r.config.Site.BaseURL, l.json))
}

// atWork marks an error as none of usage.
func atWork(err error) error {
	if err == nil {
		return nil
	}
	return failure{err}
}
