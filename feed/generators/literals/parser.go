package literals

import (
	"slices"
	"strings"
)

// parser reads the values between the tokens of a program. Each token is passed
// once, apart from a look at the two after an opening brace.
type parser struct {
	lang   language
	tokens []token // the last one is end
	at     int
	depth  int  // of brackets that are being read
	block  bool // whether the line of Python is indented
	file   File
	given  map[string]bool // names that have been assigned
	failed error
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) ahead(n int) token { return p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) done() bool { return p.peek().kind == end }

// enter counts a bracket that was opened and reports whether reading may go on.
// The caller defers leave in any case.
func (p *parser) enter() bool {
	p.depth++
	if p.depth <= maxDepth {
		return true
	}
	p.fail(p.peek().line, "brackets are nested more than 100 deep")
	return false
}

// leave passes the closing bracket of one that stands on a line.
func (p *parser) leave(line int) {
	p.depth--
	if p.done() {
		p.fail(line, "the bracket is not closed")
	}
	p.next()
}

// fail ends the reading. The first reason counts.
func (p *parser) fail(line int, text string) {
	if p.failed == nil {
		p.failed = &limitError{line, text}
	}
	p.at = len(p.tokens) - 1
}

// expression reads a value. What follows one that is computed is skipped.
func (p *parser) expression() Value {
	v := p.operand()
	for {
		switch t := p.peek(); {
		case t.is("+"):
			p.next()
			v = sum(v, p.operand())
		case p.lang == javaScript && t.isWord("as", "satisfies"):
			p.skip()
			return v
		case p.goesOn(t):
			p.skip()
			return Value{Line: v.Line}
		default:
			return v
		}
	}
}

// goesOn reports whether a token after a value makes it part of something that
// must be computed.
func (p *parser) goesOn(t token) bool {
	if p.lang == python && t.isWord("if", "for", "or", "and", "not", "in", "is") || p.lang == javaScript && t.isWord("in", "instanceof") {
		return true
	}
	return t.kind == template || t.kind == sign && !t.is(",", ";", ":", ")", "]", "}", "{", "=")
}

// sum returns two strings or lists as one.
func sum(a, b Value) Value {
	switch {
	case a.Kind == String && b.Kind == String && len(a.Text)+len(b.Text) <= maxText:
		return Value{Kind: String, Line: a.Line, Text: a.Text + b.Text}
	case a.Kind == List && b.Kind == List && len(a.Items)+len(b.Items) <= maxItems:
		return Value{Kind: List, Line: a.Line, Items: slices.Concat(a.Items, b.Items)}
	}
	return Value{Line: a.Line}
}

// operand reads a value without operators.
func (p *parser) operand() Value {
	t := p.peek()
	v := Value{Line: t.line}
	switch {
	case t.kind == text:
		v.Kind, v.Text = String, p.next().text
		for p.lang == python && p.peek().kind == text {
			v = sum(v, Value{Kind: String, Text: p.next().text})
		}
	case t.kind == template:
		return p.filled(p.next())
	case t.kind == number:
		v.Kind, v.Text = Number, p.next().text
	case t.is("-") && p.ahead(1).kind == number:
		p.next()
		v.Kind, v.Text = Number, "-"+p.next().text
	case t.kind == word:
		return p.named()
	case t.is("["):
		v.Kind, v.Items = List, p.list("]")
	case t.is("("):
		return p.parenthesis()
	case t.is("{") && (p.isObject() || p.isShort()):
		return p.object()
	case t.is("{"):
		p.group()
	case t.is(",", ";", ":", ")", "]", "}"), t.kind == newline:
		// Nothing stands here; the caller goes on with it.
	default:
		p.next()
	}
	return v
}

// list reads what stands between two brackets, with commas between. What could not
// be read is Computed.
func (p *parser) list(closing string) (items []Value) {
	defer p.leave(p.next().line)
	if !p.enter() {
		return nil
	}
	for !p.done() && !p.peek().is(closing) {
		at := p.at
		spread := p.peek().is("...", "*")
		if spread {
			p.next()
		}
		v := p.expression()
		if !p.peek().is(",", closing) {
			p.skip()
			v = Value{Line: v.Line}
		}
		if spread && v.Kind == List && len(items)+len(v.Items) <= maxItems {
			items = append(items, v.Items...)
		} else {
			items = append(items, v)
		}
		p.after(at)
	}
	return items
}

// after passes the comma behind an element, and something in any case, so that
// reading ends.
func (p *parser) after(at int) {
	if p.peek().is(",") || p.at == at {
		p.next()
	}
}

// parenthesis reads a value in parentheses, or a tuple.
func (p *parser) parenthesis() Value {
	line := p.peek().line
	items := p.list(")")
	comma := p.at >= 2 && p.tokens[p.at-2].is(",")
	if len(items) == 1 && !comma {
		return items[0]
	}
	return Value{Kind: List, Line: line, Items: items}
}

// isObject reports whether a brace opens an object rather than a block of
// statements: a key follows, or nothing.
func (p *parser) isObject() bool {
	key, after := p.ahead(1), p.ahead(2)
	switch {
	case key.is("}", "..."), key.is("**") && p.lang == python:
		return true
	}
	return (key.kind == word || key.kind == text || key.kind == number) && after.is(":")
}

// isShort reports whether a brace where a value is expected opens an object that
// begins with a short form of JavaScript: { name, method() {}, [key]: value }.
func (p *parser) isShort() bool {
	key := p.ahead(1)
	return p.lang == javaScript && (key.is("[") || key.kind == word && (p.ahead(2).is(",", "}", "(") || key.isWord("async", "get", "set")))
}

// object reads an object of JavaScript or a dictionary of Python.
func (p *parser) object() Value {
	v := Value{Kind: Object, Line: p.next().line}
	defer p.leave(v.Line)
	if !p.enter() {
		return v
	}
	for !p.done() && !p.peek().is("}") {
		at := p.at
		p.field(&v)
		if !p.peek().is(",", "}") {
			p.skip()
		}
		p.after(at)
	}
	return v
}

// field reads one field of an object, also one that spreads another object.
func (p *parser) field(v *Value) {
	t := p.next()
	switch {
	case t.is("...", "**"):
		if o := p.expression(); o.Kind == Object && len(v.Fields)+len(o.Fields) <= maxItems {
			v.Fields = append(v.Fields, o.Fields...)
		}
	case t.kind != word && t.kind != text && t.kind != number:
		// A key that is computed: skip passes it with its value.
	case p.peek().is(":"):
		p.next()
		v.Fields = append(v.Fields, Field{t.text, p.expression()})
	case t.kind == word && p.peek().is(",", "}"):
		v.Fields = append(v.Fields, Field{t.text, p.lookUp(t.text, t.line)})
	}
}

// named reads a word: a constant, a name, a member, or a call.
func (p *parser) named() Value {
	t := p.next()
	switch t.text {
	case "true", "True":
		return Value{Kind: Bool, Line: t.line, Text: "true"}
	case "false", "False":
		return Value{Kind: Bool, Line: t.line, Text: "false"}
	case "null", "undefined", "None":
		return Value{Kind: Null, Line: t.line}
	case "await", "new", "lambda", "not", "typeof", "void", "async", "function":
		return Value{Line: t.line} // what follows is no operand; the caller skips it
	}
	path := t.text
	for p.peek().is(".", "?.") && p.ahead(1).kind == word && len(path) <= maxPath {
		p.next()
		path += "." + p.next().text
	}
	if p.peek().is("(") {
		return Value{Kind: Call, Line: t.line, Text: path, Items: p.list(")")}
	}
	return p.lookUp(path, t.line)
}

// lookUp returns the value of a name or a member ("site.title") that the file has
// assigned, with the line on which it is used.
func (p *parser) lookUp(path string, line int) Value {
	name, members, _ := strings.Cut(path, ".")
	v := p.file.Names[name]
	if members != "" {
		v, _ = v.Get(strings.Split(members, ".")...)
	}
	if v.Kind == Call {
		v = Value{}
	}
	v.Line = line
	return v
}

// filled returns a template as a string, if its names are known.
func (p *parser) filled(t token) Value {
	open := "${"
	if p.lang == python {
		open = "{"
	}
	var b strings.Builder
	for rest := t.text; ; {
		before, hole, found := strings.Cut(rest, open)
		b.WriteString(unescape(before))
		if !found {
			return Value{Kind: String, Line: t.line, Text: b.String()}
		}
		name, after, closed := strings.Cut(hole, "}")
		v := p.lookUp(strings.TrimSpace(name), t.line)
		if !closed || v.Kind != String || b.Len()+len(v.Text) > maxText {
			return Value{Line: t.line}
		}
		b.WriteString(v.Text)
		rest = after
	}
}
