package ledger

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestStampOf(t *testing.T) {
	name := func(n string) string { return filepath.Join(t.TempDir(), n) }
	file, other := name("file"), name("other")
	if StampOf(file) != (Stamp{}) {
		t.Error("a file that is not there has a stamp")
	}
	at := time.Date(2026, 4, 7, 8, 0, 0, 0, time.UTC)
	put := func(file, text string, at time.Time) Stamp {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
		return StampOf(file)
	}
	first := put(file, "text", at)
	if StampOf(file) != first || first == (Stamp{}) {
		t.Errorf("a file that nobody changed has another stamp")
	}
	if put(other, "text", at) == first {
		t.Error("a copy has the stamp of the file")
	}
	if put(file, "texts", at) == first {
		t.Error("a longer file has the stamp of the shorter one")
	}
	if put(file, "text", at.Add(time.Nanosecond)) == first {
		t.Error("a later file has the stamp of the earlier one")
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if open, err := StampOfOpen(f); err != nil || open != StampOf(file) {
		t.Errorf("open, the file has the stamp %v (%v), by its name %v", open, err, StampOf(file))
	}
}

// TestTimesPutBack changes a file and puts back its size and its time of
// modification: the stamp is another one as soon as the clock of the file
// system has ticked.
func TestTimesPutBack(t *testing.T) {
	file, at := filepath.Join(t.TempDir(), "file"), time.Date(2026, 4, 7, 8, 0, 0, 0, time.UTC)
	var first Stamp
	for again := false; ; again = true {
		if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
		if !again {
			first = StampOf(file)
		} else if StampOf(file) != first {
			return
		}
	}
}
