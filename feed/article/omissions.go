package article

import (
	"fmt"
	"slices"
	"strings"
)

// omissions are the codes that are not shown, by what they are called, in order.
type omissions struct {
	order []string
	of    map[string]*omission
}

// omission is a kind of them. Its details tell them apart.
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

// called returns the name of a code in complaints.
func (k *code) called() string {
	if k.closes {
		return "end of " + k.name
	}
	return k.name
}

// omit counts a code that is left out, unless it goes with another.
func (c *codes) omit(k *code) {
	switch {
	case k.dialect == liquid && (k.name == "else" || k.name == "elsif" || k.name == "elif" || k.name == "elseif" || k.name == "when"):
	case k.dialect == liquid && strings.HasPrefix(k.name, "include"):
		c.omitted.add(k, k.arguments.at(0))
	default:
		c.omitted.add(k, "")
	}
}

// maxOmissions bounds the kinds that are told of one by one.
const maxOmissions = 20

// tellOmissions reports what is left out.
func (c *codes) tellOmissions() {
	for i, name := range c.omitted.order {
		of := c.omitted.of[name]
		what := quote(name) + ", " + times(of.n)
		if len(of.details) > 0 {
			what += ": " + quote(strings.Join(of.details, ", "))
		}
		if i == maxOmissions {
			what = fmt.Sprintf("%d other shortcodes and tags", len(c.omitted.order)-i)
		}
		c.report(c.body+of.first, Problem{About: Text, What: what,
			Effect: "it is left out, but the text between its tags is shown", Hint: "write what feeds should show as Markdown or HTML"})
		if i == maxOmissions {
			break
		}
	}
	if c.budget <= 0 {
		c.report(-1, Problem{About: Text, What: "more shortcodes and tags than Dateline reads", Effect: "the others are shown as text", Hint: "split the article"})
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
