package newstest

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Works reports whether a command succeeds. If it does not, the test fails
// in CI, where every program that tests use is installed, and goes on elsewhere.
func Works(tb testing.TB, command ...string) bool {
	tb.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err == nil {
		return true
	}
	report := tb.Logf
	if os.Getenv("CI") != "" {
		report = tb.Fatalf
	}
	report("not installed, and not asked: %s: %v %.200s", strings.Join(command, " "), err, out)
	return false
}

// AcceptAtom validates Atom files against the RELAX NG schema of RFC 4287. It
// takes many at once, because jing needs a second to start.
func AcceptAtom(tb testing.TB, files ...string) {
	tb.Helper()
	schema := Shared(tb, "schemas/atom.rnc")
	if !Works(tb, "which", "jing") {
		return
	}
	out, err := exec.Command("jing", append([]string{"-c", schema}, files...)...).CombinedOutput()
	if err != nil {
		tb.Errorf("jing: %v\n%.3000s", err, out)
	}
}

// AcceptJSON validates a document against the JSON Schema of JSON Feed.
func AcceptJSON(tb testing.TB, name string, body []byte) {
	tb.Helper()
	files := [2]string{Shared(tb, "schemas/feed-1.json"), Shared(tb, "schemas/feed.json")}
	schema, err := compile(files)
	if err != nil {
		tb.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil {
		tb.Errorf("%s: %v", name, err)
	}
}

// schemas holds the compiled schemas by their files.
var schemas sync.Map

// compile compiles the schema of version 1.1, which refers to that of version 1
// by its address.
func compile(files [2]string) (*jsonschema.Schema, error) {
	if s, ok := schemas.Load(files); ok {
		return s.(*jsonschema.Schema), nil
	}
	const address = "https://json.schemastore.org/"
	c := jsonschema.NewCompiler()
	for i, name := range []string{"feed-1", "feed"} {
		data, err := os.ReadFile(files[i])
		if err != nil {
			return nil, err
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err == nil {
			err = c.AddResource(address+name, doc)
		}
		if err != nil {
			return nil, err
		}
	}
	s, err := c.Compile(address + "feed")
	if err == nil {
		schemas.Store(files, s)
	}
	return s, err
}
