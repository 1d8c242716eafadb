package article

import (
	"bytes"
	"regexp"
	"strings"
)

// argument is an argument of a shortcode or a template tag: x, "x y", `x`, key=x,
// key="x".
type argument struct{ key, value string }

type arguments []argument

// named returns the first argument whose key is one of keys, which are in lower
// case.
func (a arguments) named(keys ...string) string {
	for _, key := range keys {
		for _, arg := range a {
			if arg.value != "" && strings.EqualFold(arg.key, key) {
				return arg.value
			}
		}
	}
	return ""
}

// has reports whether there is an argument with that key that is not false, or
// that word without a key.
func (a arguments) has(word string) bool {
	for _, arg := range a {
		if strings.EqualFold(arg.key, word) && arg.value != "false" || arg.key == "" && strings.EqualFold(arg.value, word) {
			return true
		}
	}
	return false
}

// at returns the n-th argument without a key.
func (a arguments) at(n int) string {
	if list := a.words(); n < len(list) {
		return list[n]
	}
	return ""
}

// words returns the arguments without a key.
func (a arguments) words() (list []string) {
	for _, arg := range a {
		if arg.key == "" {
			list = append(list, arg.value)
		}
	}
	return list
}

// rest returns the arguments without a key from the n-th on, joined by spaces.
func (a arguments) rest(n int) string {
	list := a.words()
	return strings.Join(list[min(n, len(list)):], " ")
}

// readArguments reads arguments from the beginning of src up to end, which closes
// the code, or up to the end of src if end is empty. n is the offset after end,
// or -1 if src is not a code. looked is how many bytes were read, which the
// caller subtracts from its budget.
func readArguments(src []byte, end string) (list arguments, n, looked int) {
	separators := " \t\n"
	if end == ")" { // commas separate the arguments of a call
		separators += ","
	}
	for i := 0; ; {
		i += len(src[i:]) - len(bytes.TrimLeft(src[i:], separators))
		switch {
		case end != "" && bytes.HasPrefix(src[i:], []byte(end)):
			return list, i + len(end), i
		case i == len(src):
			if end == "" {
				return list, i, i
			}
			return nil, -1, i
		}
		var arg argument
		j := nameEnd(src, i)
		if after := spacesIn(src[j:]); j > i && j+after < len(src) && src[j+after] == '=' && (end == "" || end[0] != '>' || after == 0) {
			arg.key = string(src[i:j])
			i = j + after + 1
			i += spacesIn(src[i:])
		} else if end == "" && j > i && (src[j-1] == ':' || j < len(src) && src[j] == ':') && colonString.Match(src[j:]) { // key: "value"
			arg.key = strings.TrimSuffix(string(src[i:j]), ":")
			i = j + bytes.IndexAny(src[j:], "\"'")
		}
		v := argumentEnd(src[i:], end, separators)
		if v <= 0 {
			return nil, -1, min(len(src), i-v)
		}
		arg.value = unquoted(src[i : i+v])
		list = append(list, arg)
		i += v
	}
}

// colonString matches what follows a key of Liquid whose value is a string. The
// colon may be part of what was read as the name.
var colonString = regexp.MustCompile(`^:?[ \t]*["']`)

func spacesIn(s []byte) int { return len(s) - len(bytes.TrimLeft(s, " \t\n")) }

// argumentEnd returns the length of the value with which s begins. If there is
// none, it returns how far it looked, as a number that is zero or negative.
func argumentEnd(s []byte, end, separators string) int {
	if len(s) == 0 {
		return 0
	}
	switch s[0] {
	case '"', '\'', '`':
		for i := 1; i < len(s); i++ {
			switch {
			case s[i] == '\\' && s[0] != '`':
				i++
			case s[i] == s[0]:
				return i + 1
			}
		}
		return -len(s)
	case '[':
		if n := bytes.IndexAny(s, "]{}"); n > 0 && s[n] == ']' {
			return n + 1
		}
		return 0
	}
	i := 0
	for i < len(s) && strings.IndexByte(separators, s[i]) < 0 && (end == "" || !bytes.HasPrefix(s[i:], []byte(end)) && !bytes.HasPrefix(s[i:], []byte("/"+end))) {
		if end != "" && (s[i] == '{' || s[i] == '}') {
			return -i
		}
		i++
	}
	if i == 0 && s[0] == '/' { // the end of a self-closing code
		return 1
	}
	return i
}

// unquoted returns a value without its quotes, with its escapes resolved.
func unquoted(v []byte) string {
	if len(v) < 2 || strings.IndexByte("\"'`", v[0]) < 0 || v[len(v)-1] != v[0] {
		return string(v)
	}
	inner := string(v[1 : len(v)-1])
	if v[0] != '`' && strings.IndexByte(inner, '\\') >= 0 {
		inner = strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\\`, `\`).Replace(inner)
	}
	return inner
}
