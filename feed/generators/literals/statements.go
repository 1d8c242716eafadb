package literals

// statement reads what stands outside of values: assignments, objects, calls, and
// other tokens one at a time.
func (p *parser) statement() {
	if p.lang == python {
		p.pythonLine()
		return
	}
	p.step()
}

// step reads one thing inside a function or outside of values.
func (p *parser) step() {
	switch t := p.peek(); {
	case t.isWord("const", "let", "var"):
		p.next()
		p.declaration()
	case t.isWord("if", "for", "while", "switch", "catch"), t.isWord("function", "async", "return", "export", "default", "module", "await", "new"):
		p.next()
	case t.kind == word && p.ahead(1).is("="):
		p.next()
		p.assign(t)
	case t.kind == word:
		p.collect(p.operand())
	case t.is("{") && !p.ahead(1).is("}") && (p.isObject() || p.isValue() && p.isShort()):
		p.collect(p.object())
	case t.is("(", "[", "{"):
		p.group()
	default:
		p.next()
	}
}

// isValue reports whether a value stands here, and no block, by what stands before.
func (p *parser) isValue() bool {
	if p.at == 0 {
		return false
	}
	last := p.tokens[p.at-1]
	return last.isWord("default", "return") || last.is("(")
}

// collect keeps an object or call, unless it is part of another one.
func (p *parser) collect(v Value) {
	if v.Kind == Object || v.Kind == Call {
		p.file.Values = append(p.file.Values, v)
	}
}

// skip passes everything up to what ends a value: a comma, a semicolon, a closing
// bracket, or in Python the end of the line. Objects and calls in it are kept.
func (p *parser) skip() {
	for !p.done() && !p.peek().is(",", ";", ")", "]", "}") && p.peek().kind != newline {
		p.step()
	}
}

// group passes brackets with what is in them, which is read as statements.
func (p *parser) group() {
	defer p.leave(p.next().line)
	if !p.enter() {
		return
	}
	for !p.done() && !p.peek().is(")", "]", "}") {
		p.step()
	}
}

// declaration reads what follows const, let and var. A pattern that takes an object
// apart is passed.
func (p *parser) declaration() {
	name := p.peek()
	if name.kind != word {
		return
	}
	p.next()
	if p.peek().is(":") { // a type
		for !p.done() && !p.peek().is("=", ";") {
			p.step()
		}
	}
	if p.peek().is("=") {
		p.assign(name)
	}
}

// assign reads the value of a name, from the equals sign on.
func (p *parser) assign(name token) {
	p.next()
	v := p.expression()
	p.collect(v)
	p.set(name.text, v)
}

// set remembers the value of a name. A name that gets another value is computed,
// because which one counts depends on what is executed.
func (p *parser) set(name string, v Value) {
	if p.lang == javaScript && p.given[name] && !equal(p.file.Names[name], v) {
		v = Value{Line: v.Line}
	}
	p.given[name] = true
	p.file.Names[name] = v
}

// pythonLine reads a statement of Python. Functions and classes have names of their
// own.
func (p *parser) pythonLine() {
	t := p.peek()
	switch {
	case t.kind == newline:
		p.next()
		p.block = p.peek().indented
	case t.is(";"):
		p.next()
	case t.isWord("def", "class") && !p.block, t.isWord("async") && p.ahead(1).isWord("def"):
		p.line()
		for p.peek().kind == newline || p.peek().indented && !p.done() {
			p.line()
		}
	case t.kind == word && !t.isWord("if", "elif", "else", "for", "while", "try", "except", "finally", "with", "import", "from", "del"):
		p.pythonAssignment()
	default:
		p.condition()
	}
}

// line passes the rest of a line.
func (p *parser) line() {
	for !p.done() && p.next().kind != newline {
	}
}

// condition passes a line that may not be executed, or nothing is known of. The
// names that it assigns are computed.
func (p *parser) condition() {
	for !p.done() && p.peek().kind != newline {
		if t := p.next(); t.kind == word && p.peek().is("=") {
			p.set(t.text, Value{Line: t.line})
		}
	}
}

// pythonAssignment reads "NAME = value", "NAME: type = value", "A = B = value" and
// "NAME += value". What changes the value of a name otherwise makes it computed.
func (p *parser) pythonAssignment() {
	name := p.next()
	if p.peek().is(":") {
		for !p.done() && !p.peek().is("=") && p.peek().kind != newline {
			p.next()
		}
	}
	names := []string{name.text}
	op := p.peek()
	if op.kind != newline {
		p.next()
	}
	switch {
	case op.is("="):
		for p.peek().kind == word && p.ahead(1).is("=") {
			names = append(names, p.next().text)
			p.next()
		}
		v := p.pythonValue()
		if p.block {
			v = Value{Line: v.Line}
		}
		for _, n := range names {
			p.set(n, v)
		}
	case op.is("+=") && !p.block:
		p.set(name.text, sum(p.file.Names[name.text], p.pythonValue()))
	case p.given[name.text] && op.is(".", "[", "+=", "|=", "-=", "*="):
		p.set(name.text, Value{Line: name.line})
	}
	if !p.peek().is(";") {
		p.condition()
	}
}

// pythonValue reads the value of an assignment, which may be a tuple without
// parentheses. A value that does not end with its line is computed.
func (p *parser) pythonValue() Value {
	v := p.expression()
	if p.peek().is(",") {
		v = Value{Kind: List, Line: v.Line, Items: []Value{v}}
		for p.peek().is(",") {
			p.next()
			if p.peek().kind != newline {
				v.Items = append(v.Items, p.expression())
			}
		}
	}
	if t := p.peek(); t.kind != newline && !t.is(";") && t.kind != end {
		return Value{Line: v.Line}
	}
	return v
}
