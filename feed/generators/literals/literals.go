// Package literals reads the plain values that a program of Python or JavaScript
// writes down, without executing it.
//
// It is for configurations that are programs, such as pelicanconf.py and
// docusaurus.config.ts. Strings, numbers, lists, objects and calls are read, and so
// are names and members that the file gave such a value before:
//
//	const name = 'Kite Club'
//	export default { title: name, url: `https://${host()}` }
//
// Here title is "Kite Club", and url is Computed. The reading is tolerant: what is
// not understood is Computed, and what follows is read nevertheless. TypeScript is
// read as JavaScript with types that are skipped.
package literals

import (
	"slices"
	"strconv"
)

// File is what a program says in plain values.
type File struct {
	// Names are the values of variables. A variable that is assigned in a condition,
	// changed, or assigned twice with different values is Computed.
	Names map[string]Value
	// Values are the objects and calls that stand in no other one, in the order of
	// the file, including those inside functions.
	Values []Value
}

// Value is a value and its place.
type Value struct {
	Kind Kind
	Line int // from 1
	// Text is that of a String or a Number, "true" or "false" of a Bool, and the
	// name of what is called: "eleventyConfig.addPlugin".
	Text   string
	Items  []Value // elements of a List, arguments of a Call
	Fields []Field // of an Object
}

// Field is a key of an Object, and its value.
type Field struct {
	Key   string
	Value Value
}

// Kind is the kind of a value.
type Kind int

const (
	Computed Kind = iota // only executing the program could tell
	Null                 // null, undefined, None
	Bool
	Number
	String
	List // also a tuple
	Object
	Call
)

// Get returns the value of a key of an object, and whether there is one. Of several
// the last counts. Keys lead further down: Get("blog", "path").
func (v Value) Get(keys ...string) (Value, bool) {
	for _, key := range keys {
		i := -1
		for j, f := range v.Fields {
			if f.Key == key {
				i = j
			}
		}
		if i < 0 {
			return Value{}, false
		}
		v = v.Fields[i].Value
	}
	return v, true
}

// Objects returns the objects of the file, also those that are arguments of calls:
// "export default defineConfig({…})".
func (f File) Objects() (list []Value) {
	for _, v := range f.Values {
		for _, o := range append([]Value{v}, v.Items...) {
			if o.Kind == Object {
				list = append(list, o)
			}
		}
	}
	return list
}

// Limits of what is read: far above what people write, and low enough that a file
// cannot cost more than milliseconds.
const (
	maxBytes = 1 << 19 // of a file
	maxDepth = 100     // of brackets
	maxText  = 1 << 16 // of a string that is put together
	maxPath  = 1000    // of a name with members
	maxItems = 10_000  // of a list or object that is put together
)

// limitError says at which line a limit ended the reading.
type limitError struct {
	line int
	text string
}

func (e *limitError) Error() string {
	return "line " + strconv.Itoa(e.line) + ": " + e.text + "; what follows is not read"
}

// Python reads the plain assignments at the top level of a program of Python. If
// the error is not nil, the File has what stands above the line that it names.
func Python(source []byte) (File, error) { return read(source, python) }

// JavaScript reads a program of JavaScript or TypeScript. If the error is not nil,
// the File has what stands above the line that it names.
func JavaScript(source []byte) (File, error) { return read(source, javaScript) }

// language is the language of a program.
type language int

const (
	python language = iota
	javaScript
)

func read(source []byte, lang language) (File, error) {
	if len(source) > maxBytes {
		return File{}, &limitError{1, "the file is larger than 512 KiB"}
	}
	p := &parser{lang: lang, tokens: lex(source, lang), file: File{Names: map[string]Value{}}, given: map[string]bool{}}
	for !p.done() {
		p.statement()
	}
	if p.failed != nil {
		return p.file, p.failed
	}
	return p.file, nil
}

// equal reports whether two values are surely the same. It compares no lists and
// objects, which may share parts and then take long to compare.
func equal(a, b Value) bool {
	return a.Kind == b.Kind && a.Text == b.Text && slices.Contains([]Kind{Null, Bool, Number, String}, a.Kind)
}
