package config

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTraces reads what leads to a daemon from configurations that are broken.
func TestTraces(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	beside := "sqlite:" + filepath.Join(dir, "dateline.db")
	named := "sqlite:" + filepath.Join(dir, "data/x.db")
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", beside},
		{"good", "[ledger]\nurl = \"sqlite:data/x.db\"\n", named},
		{"absolute", "[ledger]\nurl = \"sqlite:/var/lib/x.db\"\n", "sqlite:/var/lib/x.db"},
		{"a key that is not known", "[site]\ntitel = \"x\"\n[ledger]\nurl = \"sqlite:data/x.db\"\n", named},
		{"a broken table before", "[site]\ntitle = \"x\nlanguage = \"en\"\n  [ledger]\nurl = \"sqlite:data/x.db\"\n", named},
		{"a broken table after", "\ufeff[ledger]\nurl = \"sqlite:data/x.db\"\n[[content]\ndir =\n", named},
		{"a list in the way", "[grammar]\nsource = [\n[\n\"x\",\n[ledger]\nurl = \"sqlite:data/x.db\"\n", named},
		{"with dots", "ledger.url = \"sqlite:data/x.db\"\n[site\n", named},
		{"a broken line after", "[ledger]\nurl = \"sqlite:data/x.db\" # here\nxx=", named},
		{"a broken line before", "[ledger]\nxx\nurl = \"sqlite:data/x.db\"\n", named},
		{"the table itself", "[ledger]\nurl = \"sqlite:data/x.db\n", beside},
		{"another type", "[ledger]\nurl = 1\n", beside},
		{"another scheme", "[ledger]\nurl = \"postgres://x\"\n", beside},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := Traces(file).Ledger.URL; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if got := Traces(file).Ledger.URL; got != beside {
		t.Errorf("without a file: %s", got)
	}

	if err := os.WriteFile(file, []byte("[server]\nlisten = \nadmin = \"127.0.0.1:99\"\nxx\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := Traces(file).Server.Admin; got != "127.0.0.1:99" {
		t.Errorf("server.admin: %s", got)
	}
}
