package daemon

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/feed/admin"
	"dateline/feed/audience"
	"dateline/feed/front"
	"dateline/feed/setup"
)

// TestGenerationsShareNoDocuments shows one generation after another, each of which
// counts its snapshots anew: what was made for a snapshot of the one must not answer
// for the snapshot of the other that has the same serial.
func TestGenerationsShareNoDocuments(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "2026/04/7/first.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	d := &daemon{audience: audience.New(time.Now), delays: admin.NewDelays(), service: front.Service{Log: log}}
	d.Options = Options{Now: time.Now, Log: log, Watch: func(dir setup.Directory, _ *slog.Logger) (Tree, error) { return still{dir}, nil }}
	serials := map[uint32][]string{}
	for _, title := range []string{"One", "Two", "Three"} {
		if err := os.WriteFile(file, []byte("---\ntopics: [Moon]\n---\n# About "+title+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		c := local(dir)
		c.Site.Title = title
		p, err := d.pipeline(c)
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.run(ctx) }()
		<-p.publisher.Ready()
		old := d.shown.Load()
		p.show()
		if old != nil {
			old.retire()
		}
		for range 2 { // the second answer comes from what is kept for the serial
			for _, path := range []string{"/feed.json", "/topics/moon/feed.atom", "/"} {
				w := httptest.NewRecorder()
				d.answer(w, httptest.NewRequest("GET", path, nil))
				if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, "About "+title) || !strings.Contains(body, title) {
					t.Errorf("%s answers for %s: %d\n%s", title, path, w.Code, body)
				}
			}
		}
		serial := p.publisher.Current().Snapshot.Serial()
		serials[serial] = append(serials[serial], title)
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	d.shown.Load().retire()
	if len(serials) == 3 {
		t.Errorf("no two generations have a snapshot of the same serial: %v", serials)
	}
}
