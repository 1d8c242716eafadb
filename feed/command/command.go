// Package command is the command line of Dateline.
//
// Exit codes: 0; 1 for findings or a failure at work; 2 for a mistake in
// usage or configuration.
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
	"dateline/feed/daemon"
	"dateline/feed/printable"
	"dateline/feed/report"
	"dateline/feed/setup"
	"dateline/feed/starter"
)

// Program is what the command line is put together with.
type Program struct {
	Version string
	Config  []byte // the shipped config.toml, which init writes
	// Scan looks at a directory once.
	Scan func(setup.Directory) (feed.Batch, error)
	// Watch opens a directory to be watched.
	Watch func(setup.Directory, *slog.Logger) (daemon.Tree, error)
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

// line is a command line being run.
type line struct {
	Program
	out  io.Writer // for all that is printed: names and titles are others'
	file string    // --config
	json bool      // --json
	near bool      // --near
	all  bool      // --all
}

func (l *line) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dateline",
		Short:         "Publish a tree of dated Markdown articles as RSS, Atom and JSON feeds",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().StringVar(&l.file, "config", defaultFile, "configuration `file`")
	add := func(use, short string, args cobra.PositionalArgs, run action) *cobra.Command {
		c := &cobra.Command{Use: use, Short: short, Args: args,
			RunE: func(c *cobra.Command, args []string) error { return run(c.Context(), args) }}
		root.AddCommand(c)
		return c
	}
	printsData := func(c *cobra.Command) { c.Flags().BoolVar(&l.json, "json", false, "print JSON") }
	add("serve [DIR]", "Watch the articles and serve their feeds", cobra.MaximumNArgs(1), l.serve)
	check := add("check [DIR]", "List everything wrong with the articles, and those that are hidden", cobra.MaximumNArgs(1), interruptible(l.check))
	check.Flags().BoolVar(&l.all, "all", false, "list each complaint, also those of one kind")
	printsData(check)
	topics := add("topics [DIR]", "List the topics", cobra.MaximumNArgs(1), interruptible(l.topics))
	topics.Flags().BoolVar(&l.near, "near", false, "list topics that are likely the same")
	printsData(topics)
	printsData(add("plan [DIR]", "Tell what a start would change for subscribers", cobra.MaximumNArgs(1), interruptible(l.plan)))
	printsData(add("status [DIR]", "Tell how the running daemon is", cobra.MaximumNArgs(1), interruptible(l.status)))
	add("accept [DIR]", "Let pass what the running daemon holds: a large removal, a doubtful clock", cobra.MaximumNArgs(1), interruptible(l.accept))
	printsData(add("config", "Print the effective configuration", cobra.NoArgs, interruptible(l.config)))
	add("init DIR", "Write a commented config.toml and sample articles", cobra.ExactArgs(1), interruptible(l.init))
	add("version", "Print the version", cobra.NoArgs, interruptible(l.version))
	return root
}

// action is what a command does.
type action func(ctx context.Context, args []string) error

// interruptible returns an action that ends as soon as ctx does, whatever it is
// waiting for: only the daemon has something to finish.
func interruptible(do action) action {
	return func(ctx context.Context, args []string) error {
		ended := make(chan error, 1)
		go func() { ended <- do(ctx, args) }()
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return failure{errors.New("interrupted")}
		}
	}
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

func (l *line) printer() report.Printer { return report.Printer{Out: l.out, JSON: l.json} }

// atWork marks an error as a failure.
func atWork(err error) error {
	if err == nil {
		return nil
	}
	return failure{err}
}
