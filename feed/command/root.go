package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"dateline/feed/config"
)

// root returns the command dateline with all its commands.
func (l *line) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "dateline",
		Short:         "Publish a tree of dated Markdown articles as RSS, Atom and JSON feeds",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; run \"%s --help\"", err, c.CommandPath())
	})
	root.PersistentFlags().StringVar(&l.file, "config", defaultFile, "configuration `file`")
	root.AddCommand(l.daemonCommands()...)
	root.AddCommand(l.readingCommands()...)
	root.AddCommand(l.otherCommands()...)
	l.addHelp(root)
	return root
}

// withJSON adds the flag of a command that prints data.
func (l *line) withJSON(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&l.json, "json", false, "print JSON")
	return c
}

// serveCommand returns the command serve.
func (l *line) serveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Watch the articles and serve their feeds",
		Long: `Serve watches the content directories of the configuration and serves their
articles as feeds and pages, until it receives SIGINT or SIGTERM. It reloads the
configuration when the file changes, and on SIGHUP.

With DIR, it serves the articles in that directory instead of those in
[[content]]. You do not need a configuration file for that. The ledger is kept
beside it, in DIR.dateline.db. If that would be inside a checkout, or cannot be
written, it is kept in your state directory, and the log says where.

With --listen and --base-url, it is served at other addresses than those in the
configuration, at each reload, too. If nothing says what the base URL is, it
follows --listen, so that the links work on this machine.`,
		Example: "  dateline serve\n  dateline serve ~/notes\n  dateline serve --listen 127.0.0.1:8081 ~/notes",
		Args:    atMostOne,
		PreRunE: func(c *cobra.Command, _ []string) error { return notEmpty(c, "listen", "base-url") },
		RunE:    run(l.serve), // it ends by itself, once requests are answered and the ledger is closed
	}
	c.Flags().StringVar(&l.level, "log-level", "", "how much is logged, instead of log.level: "+strings.Join(config.Levels, ", "))
	c.Flags().StringVar(&l.flags.Listen, "listen", "", "the `address` of the site, instead of server.listen: \"127.0.0.1:8081\", \":8081\"")
	c.Flags().StringVar(&l.flags.BaseURL, "base-url", "", "the `URL` under which readers reach the site, instead of site.base_url")
	return c
}

// daemonCommands returns the commands that run a daemon, or ask a running one.
func (l *line) daemonCommands() []*cobra.Command {
	return []*cobra.Command{
		l.serveCommand(),
		l.withJSON(&cobra.Command{
			Use:   "status [DIR]",
			Short: "Show the state of the running daemon",
			Long: `Status asks the daemon that is using the ledger of the configuration. If there
is none, it asks the daemon at server.admin.

The exit code is 1 if the daemon is not ready or has a fault, or if the
configuration on disk is broken, so that the next start would fail.`,
			Example: "  dateline status\n  dateline status --json | jq .faults",
			Args:    atMostOne,
			RunE:    interruptible(l.status),
		}),
		l.withJSON(&cobra.Command{
			Use:   "why FILE-OR-URL...",
			Short: "Say what became of an article, and why it is not in a feed",
			Long: `Why says of each file, URL or id what became of its article: where it is in
its feeds or, if it is not published, what hides it, what it waits for, what
took its place, or why it is not read. It asks the running daemon, as status
does, or the one that was started with "serve DIR" for a directory above the
files. If none answers, it reads the files and the ledger, and changes nothing.

A file may be named relative to the working directory or to a content directory,
even if it no longer exists. A URL may lack its host: /2026/04/07/moon.

The exit code is 1 if one of the articles is not published.`,
			Example: "  dateline why news/2026/04/07/moon.md\n  dateline why --json https://example.org/2026/04/07/moon",
			Args:    atLeastOne,
			RunE:    interruptible(l.why),
		}),
		{
			Use:   "accept [DIR]",
			Short: "Accept removals or a clock that the running daemon is holding back",
			Long: `Accept tells the running daemon to publish what it is holding back. By the time
the command ends, that has been published.

An article whose file is gone stays published for the time in content.grace, in
case it returns under another name. Accept removes it at once.

If more articles lose their files at once than max_removal allows, they stay
published until the files come back or you accept the removal, because the usual
cause is a disk that is not mounted. If the clock of the machine cannot be
right, scheduled articles do not appear until you set the clock or accept it.`,
			Example: "  dateline status && dateline accept",
			Args:    atMostOne,
			RunE:    interruptible(l.accept),
		},
	}
}

// readingCommands returns the commands that read all articles once.
func (l *line) readingCommands() []*cobra.Command {
	check := l.withJSON(&cobra.Command{
		Use:   "check [DIR]",
		Short: "List what is wrong with the articles, and which articles are hidden",
		Long: `Check reads all articles and changes nothing. It lists every complaint with its
place, its effect and a hint, and every hidden article with the reason.

The exit code is 1 if an article cannot be published, or if a directory of three
or more files has no articles.`,
		Example: "  dateline check\n  dateline check --all ~/notes",
		Args:    atMostOne,
		RunE:    interruptible(l.check),
	})
	check.Flags().BoolVar(&l.all, "all", false, "list every complaint, not only the first of each kind")
	topics := l.withJSON(&cobra.Command{
		Use:   "topics [DIR]",
		Short: "List the topics",
		Long: `Topics lists every topic with the number of its articles and the URL of its
page. With --near, it lists topics that are probably the same, as
[[topics.alias]] tables that you can copy into the configuration.`,
		Example: "  dateline topics\n  dateline topics --near",
		Args:    atMostOne,
		RunE:    interruptible(l.topics),
	})
	topics.Flags().BoolVar(&l.near, "near", false, "list topics that are probably the same")
	plan := l.withJSON(&cobra.Command{
		Use:   "plan [DIR]",
		Short: "Show what a start would change for subscribers",
		Long: `Plan compares the articles with what the ledger remembers and changes nothing.
It begins with a summary, then lists what subscribers would see after a start,
once the grace of removed articles is over: articles that are new, updated,
renamed or removed, dates that move, ids that change, and removals that would be
held back. Run it before you let a daemon use another configuration, or after
you have moved many files.

Names in a configuration are relative to its directory, so write the new one
beside the present one, plan with it, then rename it. A daemon that is running
takes it up.`,
		Example: "  cp config.toml new.toml && vi new.toml\n  dateline plan --config new.toml --summary && mv new.toml config.toml",
		Args:    atMostOne,
		RunE:    interruptible(l.plan),
	})
	plan.Flags().BoolVar(&l.summary, "summary", false, "print only the summary")
	return []*cobra.Command{check, topics, plan, l.adoptCommand()}
}

// otherCommands returns the commands that need no articles.
func (l *line) otherCommands() []*cobra.Command {
	init := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a commented config.toml, for sample articles or for a site that you have",
		Long: `Init writes sample articles and a config.toml that explains every key into DIR,
which it creates if necessary. It does not overwrite files.

With --from, it reads the configuration of the site in the directory SITE, which
another program generates, and writes only a config.toml into DIR (default: the
working directory). That file says where each value comes from: names, time
zone, directories, patterns of addresses, old addresses of feeds. Init executes
nothing of the site and changes nothing in it. It prints what it found and what
it could not tell, then what check and plan say about the articles.`,
		Example: "  dateline init site && cd site && dateline serve\n  dateline init --from ~/blog feeds",
		Args:    l.initArgs,
		RunE:    interruptible(l.init),
	}
	init.Flags().StringVar(&l.from, "from", "", "the directory of a `site` that is there already")
	return []*cobra.Command{
		l.withJSON(&cobra.Command{
			Use:   "config",
			Short: "Print the effective configuration",
			Long: `Config prints the configuration with every key, including the defaults. If the
file has mistakes, it lists each with its line, its column and a hint.`,
			Args: cobra.NoArgs,
			RunE: interruptible(l.config),
		}),
		init,
		{
			Use:   "version",
			Short: "Print the version",
			Long:  "Version prints the version of this program.",
			Args:  cobra.NoArgs,
			RunE:  interruptible(l.version),
		},
	}
}

// notEmpty refuses flags without a value, which a script with an unset variable would
// pass: they would have no effect.
func notEmpty(c *cobra.Command, names ...string) error {
	for _, name := range names {
		if f := c.Flags().Lookup(name); f.Changed && f.Value.String() == "" {
			return fmt.Errorf("--%s is empty; leave it out, or write a value; run \"%s --help\"", name, c.CommandPath())
		}
	}
	return nil
}

// atMostOne refuses more than one argument.
func atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one directory, not %d arguments; run \"%s --help\"", c.Name(), len(args), c.CommandPath())
	}
	return nil
}

// initArgs refuses anything but one directory, which may be left out with --from.
func (l *line) initArgs(c *cobra.Command, args []string) error {
	switch {
	case !c.Flags().Changed("from"):
		return exactlyOne(c, args)
	case l.from == "":
		return fmt.Errorf("--from needs the directory of a site; run \"%s --help\"", c.CommandPath())
	}
	return atMostOne(c, args)
}

// atLeastOne refuses no argument.
func atLeastOne(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s needs a file, a URL or an id; run \"%s --help\"", c.Name(), c.CommandPath())
	}
	return nil
}

// exactlyOne refuses anything but one argument.
func exactlyOne(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s needs the name of a directory; run \"%s --help\"", c.Name(), c.CommandPath())
	}
	return atMostOne(c, args)
}
