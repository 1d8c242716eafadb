package command

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dateline/feed/manual"
	"dateline/feed/near"
)

const (
	plainWidth  = 80  // for output that is not a terminal
	widestLine  = 100 // in a terminal: longer lines are hard to read
	suggestions = 3
)

// addHelp adds the command that shows the help of a command or a chapter of the
// manual, and lists the chapters after the commands in the help of root.
func (l *line) addHelp(root *cobra.Command) {
	var list strings.Builder
	for _, c := range manual.Chapters() {
		fmt.Fprintf(&list, "  %-15s %s\n", c.Name, c.Title)
	}
	root.SetUsageTemplate(root.UsageTemplate() + "{{if not .HasParent}}\nChapters of the manual:\n" + list.String() +
		"\nUse \"{{.CommandPath}} help [chapter]\" to read a chapter.\n" +
		"\nFiles for Prometheus and Grafana: " + strings.Join(manual.Monitoring, ", ") + ".\n{{end}}")
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [COMMAND | CHAPTER | FILE]",
		Short: "Show the help of a command, a chapter of the manual, or a file for monitoring",
		RunE:  func(_ *cobra.Command, args []string) error { return l.help(root, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return topics(root), cobra.ShellCompDirectiveNoFileComp
		},
	})
}

// topics returns the names of all commands, chapters and files for monitoring.
func topics(root *cobra.Command) (names []string) {
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	for _, c := range manual.Chapters() {
		names = append(names, c.Name)
	}
	return append(names, manual.Monitoring...)
}

// help shows the help of a command, a chapter, or a file for monitoring; without
// arguments, the help of root.
func (l *line) help(root *cobra.Command, args []string) error {
	if c, _, err := root.Find(args); err == nil && (c != root || len(args) == 0) {
		c.InitDefaultHelpFlag() // cobra does this only for a command that runs
		return c.Help()
	}
	name := strings.Join(args, " ")
	chapters := manual.Chapters()
	if i := slices.IndexFunc(chapters, func(c manual.Chapter) bool { return c.Name == name }); i >= 0 {
		return atWork(l.show(chapters[i]))
	}
	if text, ok := manual.File(name); ok {
		_, err := l.out.Write(text)
		return atWork(err)
	}
	hint := `run "dateline help" for a list`
	if meant := near.Matches(name, slices.Values(topics(root)), suggestions); len(meant) > 0 {
		hint = "did you mean " + strings.Join(meant, " or ") + "?"
	}
	return fmt.Errorf("there is no command or chapter %q; %s", name, hint)
}

// show prints a chapter. The escape sequences of bold headings must not go
// through l.out, which would escape them for the terminal.
func (l *line) show(c manual.Chapter) error {
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil { // not a terminal
		return c.Text(l.out, manual.Format{Width: plainWidth})
	}
	if width == 0 { // the terminal does not report its width
		width = plainWidth
	}
	return c.Text(os.Stdout, manual.Format{Width: min(width, widestLine), Bold: os.Getenv("TERM") != "dumb"})
}
