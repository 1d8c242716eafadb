package generators

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline/feed/generators/literals"
)

// computed is the tag of a value that only executing a program could tell.
const computed = "computed"

// source returns what a configuration that is a program says in plain values. If it
// cannot be read to its end, there is a note.
func (r *reading) source(name string) (f literals.File, ok bool) {
	data := r.text(name)
	if data == nil {
		return f, false
	}
	read := literals.JavaScript
	if path.Ext(name) == ".py" {
		read = literals.Python
	}
	f, err := read(data)
	if err != nil {
		r.note("%s: %v; complete config.toml by hand", name, err)
	}
	return f, true
}

// program is a source whose configuration counts for the site.
func (r *reading) program(name string) (literals.File, bool) {
	f, ok := r.source(name)
	if ok {
		r.Files = append(r.Files, name)
	}
	return f, ok
}

// plain makes values of those that a program has.
type plain struct {
	file string
	left int // how many values there may still be
}

// values returns a value of a program as one of a configuration. A value that is
// computed has the tag of that name and no text.
func values(file, key string, v literals.Value) *value {
	p := &plain{file, maxValues}
	return p.value(key, v, 0)
}

func (p *plain) value(key string, from literals.Value, depth int) *value {
	v := &value{file: p.file, line: from.Line, path: key}
	if p.left--; p.left < 0 || depth > maxDepth {
		v.tag = computed
		return v
	}
	switch from.Kind {
	case literals.Null:
		v.scalar = true
	case literals.Bool, literals.Number, literals.String:
		v.scalar, v.raw = true, from.Text
	case literals.List:
		for _, item := range from.Items {
			v.items = append(v.items, p.value(key, item, depth+1))
		}
	case literals.Object:
		v.fields = map[string]*value{}
		for _, f := range from.Fields {
			v.replace(f.Key, p.value(v.below(f.Key), f.Value, depth+1))
		}
	default:
		v.tag = computed
	}
	return v
}

// take sets a key to a value. If only the generator could tell the value, a note says
// so.
func (r *reading) take(key string, v *value) {
	if v.isComputed() {
		r.untold(v, key)
		return
	}
	r.set(key, v)
}

// isComputed reports whether only the generator could tell a value: one of a program,
// or one with a tag of its own in YAML (!ENV).
func (v *value) isComputed() bool { return v != nil && v.tag != "" }

// untold notes that the value for a key could not be told.
func (r *reading) untold(v *value, key string) {
	r.note("%s is computed, which needs the generator; %s is not taken from it; set it in config.toml if the default does not fit", v.from(), key)
}

// untoldOf notes those of the keys of a table whose values, or some of them, could not
// be told.
func (r *reading) untoldOf(table *value, what string, keys ...string) {
	for _, key := range keys {
		v := table.at(key)
		if v.isComputed() || v != nil && slices.ContainsFunc(v.items, (*value).isComputed) {
			r.untold(v, what)
		}
	}
}

// takeHome sets the address of the site, with a path below it, as take does.
func (r *reading) takeHome(v *value, below string) {
	if v.isComputed() {
		r.untold(v, "site.home")
		return
	}
	r.home(v, below)
}

// folder returns the folder that a value names, relative to the site, or the usual one
// if it names none. If it is outside of the site, a note says so.
func (r *reading) folder(v *value, usual string) string {
	switch dir := path.Clean(v.text()); {
	case v.isComputed():
		r.note("%s is computed, which needs the generator; the folder %s is taken; name another one in config.toml if that is wrong", v.from(), usual)
	case v.text() == "":
	case !fs.ValidPath(dir):
		r.note("%s: the folder %q is outside of the site, so it was not read; %s is taken; name the folder in config.toml", v.from(), v.text(), usual)
	default:
		return dir
	}
	return usual
}

// calls returns the calls of a function in a list of values, whatever they are
// methods of: "addPlugin" matches "eleventyConfig.addPlugin(…)".
func calls(values []literals.Value, name string) (all []literals.Value) {
	for _, v := range values {
		if v.Kind == literals.Call && (v.Text == name || strings.HasSuffix(v.Text, "."+name)) {
			all = append(all, v)
		}
	}
	return all
}

// argument returns an argument of a call, from 0.
func argument(call literals.Value, n int) literals.Value {
	if n < len(call.Items) {
		return call.Items[n]
	}
	return literals.Value{}
}

// join returns an address below the root of the site: join("blog", "x.xml") is
// "/blog/x.xml", and join("") is "/".
func join(parts ...string) string { return path.Join(append([]string{"/"}, parts...)...) }

// prefix returns an address without a slash at its end, so that "/x" may follow it:
// that of the root is "".
func prefix(parts ...string) string { return strings.TrimSuffix(join(parts...), "/") }
