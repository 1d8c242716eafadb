package literals

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// show writes a value on one line; "?" is what only executing could tell.
func show(v Value) string {
	switch v.Kind {
	case Null:
		return "null"
	case Bool, Number:
		return v.Text
	case String:
		return fmt.Sprintf("%q", v.Text)
	case List:
		return "[" + all(v.Items) + "]"
	case Call:
		return v.Text + "(" + all(v.Items) + ")"
	case Object:
		var fields []string
		for _, f := range v.Fields {
			fields = append(fields, f.Key+": "+show(f.Value))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return "?"
}

func all(values []Value) string {
	var list []string
	for _, v := range values {
		list = append(list, show(v))
	}
	return strings.Join(list, ", ")
}

// names writes the names of a file with their values and lines, one a line.
func names(f File) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(f.Names)) {
		fmt.Fprintf(&b, "%d %s = %s\n", f.Names[name].Line, name, show(f.Names[name]))
	}
	return strings.TrimSpace(b.String())
}

func TestPython(t *testing.T) {
	for source, want := range map[string]string{
		"A = 'x'": `1 A = "x"`,
		"# -*- coding: utf-8 -*-\nA = 'x' # said \"y\"":       `2 A = "x"`,
		`A = "it's \"here\"\n\u00e9\x41"`:                     `1 A = "it's \"here\"\néA"`,
		"A = u'é'\nB = r'a\\d'\nC = rb'\\n'":                  "1 A = \"é\"\n2 B = \"a\\\\d\"\n3 C = \"\\\\n\"",
		"A = '''one\ntwo'''\nB = 1":                           "1 A = \"one\\ntwo\"\n3 B = 1",
		"A = 'a' 'b' \\\n  'c'":                               `1 A = "abc"`,
		"A = ('a'\n 'b')\nB = 'x' + \"y\"":                    "1 A = \"ab\"\n3 B = \"xy\"",
		"A = 10\nB = -1.5\nC = True\nD = None":                "1 A = 10\n2 B = -1.5\n3 C = true\n4 D = null",
		"A = ['a', \"b\",]\nB = ()\nC = ('a',)\nD = 'a', 'b'": "1 A = [\"a\", \"b\"]\n2 B = []\n3 C = [\"a\"]\n4 D = [\"a\", \"b\"]",
		"A = {'a': {'b': 1}, 'c': [2]}\nB = {}":               `1 A = {a: {b: 1}, c: [2]}` + "\n2 B = {}",
		"A = 'x'\nB = A\nC = A + '/y'":                        "1 A = \"x\"\n2 B = \"x\"\n3 C = \"x/y\"",
		"A = 'x'\nB = f'{A}/y'\nC = f'{os.sep}'":              "1 A = \"x\"\n2 B = \"x/y\"\n3 C = ?",
		"A = B = 'x'":                                         "1 A = \"x\"\n1 B = \"x\"",
		"A: str = 'x'\nB: dict[str, int] = {}":                "1 A = \"x\"\n2 B = {}",
		"A = 'x'; B = 'y'":                                    "1 A = \"x\"\n1 B = \"y\"",
		"A = ['a']\nA += ['b']":                               `1 A = ["a", "b"]`,
		"A = {'a': 1}\nA['b'] = 2":                            `2 A = ?`,
		"A = ['a']\nA.append('b')":                            `2 A = ?`,
		"A = os.environ.get('A', 'x')":                        `1 A = os.environ.get("A", "x")`,
		"A = os.environ['A']":                                 `1 A = ?`,
		"A = 'x' if B else 'y'":                               `1 A = ?`,
		"A = '%s' % 'x'":                                      `1 A = ?`,
		"A = 'x'.upper()":                                     `1 A = ?`,
		"A = [x for x in 'ab']\nB = 1":                        "1 A = [?]\n2 B = 1",
		"A = lambda x: 'y'\nB = 1":                            "1 A = ?\n2 B = 1",
		"A = 'x'\nif B:\n    A = 'y'":                         `3 A = ?`,
		"A = 'x'\nif B: A = 'y'":                              `2 A = ?`,
		"def f(A=1):\n    A = 'y'\n\n    return A\nB = 1":     `5 B = 1`,
		"class C:\n    A = 'y'":                               ``,
		"\"\"\"A = 'x'\n\"\"\"\nB = 1":                        `3 B = 1`,
		"from x import *\nimport A\nA = 'y'":                  `3 A = "y"`,
		"A = 'never ended\nB = 'y'":                           "1 A = \"never ended\"\n2 B = \"y\"",
		"if (x := 'a') == 'b': pass\nA = 1":                   `2 A = 1`,
		"A = {**B, 'c': 1, d: 2, ('e', 'f'): 3}\nG = 1":       "1 A = {c: 1, d: 2}\n2 G = 1",
	} {
		f, err := Python([]byte(source))
		if got := names(f); got != want || err != nil {
			t.Errorf("%s\n--- is\n%s (%v)\n--- want\n%s", source, got, err, want)
		}
	}
}

func TestJavaScript(t *testing.T) {
	for source, want := range map[string]string{
		"export default { title: 'x', 'base-url': \"/\", n: 1, on: true, }":                              `{title: "x", base-url: "/", n: 1, on: true}`,
		"module.exports = { a: [1, [2, 'b']], c: null, d: undefined };":                                  `{a: [1, [2, "b"]], c: null, d: null}`,
		"// { a: 1 }\n/* { b: 2 } */ export default defineConfig({ c: '//x' })":                          `defineConfig({c: "//x"})`,
		"const config: Config = {\n  a: 'x' as const,\n} satisfies C;\nexport default config":            `{a: "x"}`,
		"const n = 'x'\nexport default { a: n, n, b: `${n}/y`, c: `${n()}`, d: s.t }":                    `{a: "x", n: "x", b: "x/y", c: ?, d: ?}`,
		"const s = { t: 'x' }; f(s.t, s.u)":                                                              `{t: "x"}, f("x", ?)`,
		"let n = 'x'; n = 'y'; f(n)":                                                                     `f(?)`,
		"f({ a: process.env.A || 'x', b: c ? 'y' : 'z', d: 1 })":                                         `f({a: ?, b: ?, d: 1})`,
		"f({ a: () => { g('x') }, b() { return 1 }, async c() {}, get d() { return 2 }, [e]: 3, h: 4 })": `g("x"), c(), d(), f({a: ?, h: 4})`,
		"f({ a: /[/'\"]\\//g, b: 4 / 2 / 1, c: 'x' })":                                                   `f({a: ?, b: ?, c: "x"})`,
		"const o = { a: 1, b: 2 }; f({ ...o, b: 3, ...p })":                                              `{a: 1, b: 2}, f({a: 1, b: 2, b: 3})`,
		"f('a' + 'b', [...['c']], (1), -2, require('x'), new X('y'), !0)":                                `X("y"), f("ab", ["c"], 1, -2, require("x"), ?, ?)`,
		"module.exports = function(e) {\n  e.g('x');\n  return { dir: { input: 'src' } };\n}":            `e.g("x"), {dir: {input: "src"}}`,
		"export default async function (e) { e.a('x').b('y'); }":                                         `e.a("x"), b("y")`,
		"module.exports = (e) => {\n  setup(e)\n  e.a('x')\n}":                                           `setup(?), e.a("x")`,
		"export default async () => ({ a: 1 })":                                                          `{a: 1}`,
		"import { a, b } from 'x'\nif (a) { f(1) } else g(2)":                                            `f(1), g(2)`,
		"defineConfig<T>({ a: 1 })":                                                                      `{a: 1}`,
		"f({ a: `x${ `y${'}'}` }`, b: 'z' })":                                                            `f({a: ?, b: "z"})`,
		"f({ a: 'it\\'s \\u{1f600} \\ud83d\\ude00', b: \"\\\n\" })":                                      `f({a: "it's 😀 😀", b: ""})`,
		"const f = x => { switch (x) { case 1: return { a: 1 }; default: return { b: 2 } } }":            `{a: 1}, {b: 2}`,
		"type C = { a: string }\nexport default { a: 'x' }":                                              `{a: ?}, {a: "x"}`,
		"const a = 'x'\nexport default { a, b: 1 }":                                                      `{a: "x", b: 1}`,
		"() => ({ a, b })":                            `{a: ?, b: ?}`,
		"function f() { return { a() {}, b: 1 } }":    `f(), {b: 1}`,
		"const a = b || 'x'\nexport default { c: a }": `{c: ?}`,
	} {
		f, err := JavaScript([]byte(source))
		if got := all(f.Values); got != want || err != nil {
			t.Errorf("%s\n--- is\n%s (%v)\n--- want\n%s", source, got, err, want)
		}
	}
}

// Each value knows its line, and a value that is used by its name has the line
// where it is used.
func TestLines(t *testing.T) {
	f, _ := JavaScript([]byte("/*\n*/ const n = 'x';\n\nexport default {\n  a: `\n`,\n  b: n,\n}"))
	o := f.Objects()[0]
	a, _ := o.Get("a")
	b, _ := o.Get("b")
	if o.Line != 4 || a.Line != 5 || b.Line != 7 {
		t.Errorf("lines %d, %d and %d; want 4, 5 and 7", o.Line, a.Line, b.Line)
	}
}

func TestGet(t *testing.T) {
	f, _ := JavaScript([]byte("export default { a: { b: 1 }, a: { b: 2 } }"))
	if v, ok := f.Objects()[0].Get("a", "b"); !ok || v.Text != "2" {
		t.Errorf("a.b is %v %v; of two fields, the last one counts", v, ok)
	}
	if _, ok := f.Objects()[0].Get("a", "c"); ok {
		t.Error("a.c is there")
	}
}

// What stands above the place where reading ends is there.
func TestLimits(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1)
	for _, c := range []struct{ source, want string }{
		{"A = 1\nB = " + deep, "line 2: brackets are nested more than 100 deep; what follows is not read"},
		{"A = 1\nB = {'c': (\nD = 2", "line 2: the bracket is not closed; what follows is not read"},
		{"A = 1\n#" + strings.Repeat(" ", maxBytes), "line 1: the file is larger than 512 KiB; what follows is not read"},
	} {
		_, err := Python([]byte(c.source))
		if err == nil || err.Error() != c.want {
			t.Errorf("%.20q: %v; want %s", c.source, err, c.want)
		}
	}
	if f, _ := Python([]byte("A = 1\nB = " + deep)); f.Names["A"].Text != "1" {
		t.Errorf("names are %v; want A", f.Names)
	}
	doubling := "A = 'xxxxxxxx'\n" + strings.Repeat("A = A + A\n", 40)
	if f, err := Python([]byte(doubling)); err != nil || f.Names["A"].Kind != Computed {
		t.Errorf("a string that is doubled 40 times has %d bytes", len(f.Names["A"].Text))
	}
}

// A program has few values for its size, however it is written.
func FuzzRead(f *testing.F) {
	for _, source := range []string{
		"A = {'a': ['b', (1, None)]}\nif x:\n  B = f'{A}'\nA += [1]", "const a: T = { b: `${c}`, d() {}, ...e }\nf(a)",
		"x = \"\"\"", "`${`${", "{[(", "/[", "a = /x", "'\\", "f(...", "{ a: ", "A = B = ", "const x: ", "\xff\x00\ufeff", "A = \\\n",
	} {
		f.Add([]byte(source))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		for _, file := range []func([]byte) (File, error){Python, JavaScript} {
			f, _ := file(source)
			lines := 1 + strings.Count(string(source), "\n")
			for _, v := range f.Values {
				if v.Line < 1 || v.Line > lines || v.Kind != Object && v.Kind != Call {
					t.Errorf("value %s of line %d in a file of %d lines", show(v), v.Line, lines)
				}
			}
			if len(f.Values) > len(source) || len(f.Names) > len(source) {
				t.Errorf("%d values and %d names in %d bytes", len(f.Values), len(f.Names), len(source))
			}
		}
	})
}
