package command

import (
	"context"
	"fmt"

	"dateline/feed/report"
	"dateline/feed/starter"
)

func (l *line) init(_ context.Context, args []string) error {
	if l.from != "" {
		return l.initFrom(append(args, ".")[0])
	}
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
