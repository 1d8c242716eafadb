package article

import (
	"fmt"
	"slices"
	"strings"
)

// omissions are the codes that are not shown, by their name, in order.
type omissions struct {
	order []string
	of    map[string]*omission
}

// omission counts the codes of one name. details are arguments that distinguish
// them.
type omission struct {
	count
	details []string
}

// add counts a code.
func (l *omissions) add(k *code, detail string) {
	name := [...]string{hugo: "shortcode ", zola: "shortcode ", liquid: "Liquid tag ", value: "Liquid value "}[k.dialect] + k.called()
	if l.of == nil {
		l.of = map[string]*omission{}
	}
	if l.of[name] == nil {
		l.of[name] = &omission{}
		l.order = append(l.order, name)
	}
	of := l.of[name]
	of.add(k.start)
	if detail != "" && len(of.details) < maxTold && !slices.Contains(of.details, detail) {
		of.details = append(of.details, detail)
	}
}

// called returns the name of a code for complaints.
func (k *code) called() string {
	if k.closes {
		return "/" + k.name
	}
	return k.name
}

// omit counts a code that is left out, unless it is part of another code.
func (c *codes) omit(k *code) {
	switch {
	case k.dialect == liquid && (k.name == "else" || k.name == "elsif" || k.name == "elif" || k.name == "elseif" || k.name == "when"):
	case k.dialect == liquid && strings.HasPrefix(k.name, "include"):
		c.omitted.add(k, k.arguments.at(0))
	default:
		c.omitted.add(k, "")
	}
}

// maxOmissions bounds how many names of codes have a complaint of their own.
const maxOmissions = 20

// reportOmissions complains about codes that are left out.
func (c *codes) reportOmissions() {
	for i, name := range c.omitted.order {
		of := c.omitted.of[name]
		what := fmt.Sprintf("%s cannot be shown (%d)", quote(name), of.n)
		if len(of.details) > 0 {
			what += ": " + quote(strings.Join(of.details, ", "))
		}
		if i == maxOmissions {
			what = fmt.Sprintf("%d other shortcodes and tags cannot be shown", len(c.omitted.order)-i)
		}
		c.report(c.body+of.first, Problem{About: Text, What: what,
			Effect: "only the content between the tags is shown", Hint: "write what feeds should show as Markdown or HTML"})
		if i == maxOmissions {
			break
		}
	}
	if c.budget <= 0 {
		c.report(-1, Problem{About: Text, What: "more shortcodes and tags than Dateline reads", Effect: "the others are shown as text", Hint: "split the article"})
	}
}
