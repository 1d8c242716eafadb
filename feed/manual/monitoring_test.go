package manual

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// TestAlerts has promtool check the rules, and play the scripts of testdata.
func TestAlerts(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is missing: install Debian's package prometheus")
	}
	for _, args := range [][]string{{"check", "rules", "alerts.yml"}, {"test", "rules", "testdata/alerts_test.yml"}} {
		if out, err := exec.Command(promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", args[0], err, out)
		}
	}
}

// TestDashboard checks that the dashboard has what Grafana needs to import it: ids
// that differ, places that do not overlap, and no data source of another Grafana.
func TestDashboard(t *testing.T) {
	text, ok := File("dashboard.json")
	if !ok {
		t.Fatal("there is no dashboard")
	}
	type source struct{ Type, UID string }
	var d struct {
		Title, UID    string
		SchemaVersion int
		Templating    struct{ List []struct{ Name, Type string } }
		Panels        []struct {
			ID          int
			Type, Title string
			Description string
			Datasource  source
			GridPos     struct{ X, Y, W, H int }
			Targets     []struct {
				RefID, Expr string
				Datasource  source
			}
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if d.Title == "" || d.UID == "" || d.SchemaVersion < 36 || len(d.Panels) < 15 || d.Templating.List[0].Name != "datasource" || d.Templating.List[0].Type != "datasource" {
		t.Errorf("%+v", d)
	}
	want := source{"prometheus", "${datasource}"}
	taken, ids := map[[2]int]string{}, map[int]bool{}
	for _, p := range d.Panels {
		if ids[p.ID] || p.Title == "" || p.Description == "" || p.Datasource != want || len(p.Targets) == 0 {
			t.Errorf("panel %d, %q: %+v", p.ID, p.Title, p)
		}
		ids[p.ID] = true
		refs := map[string]bool{}
		for _, target := range p.Targets {
			if refs[target.RefID] || target.Expr == "" || target.Datasource != want {
				t.Errorf("panel %q: %+v", p.Title, target)
			}
			refs[target.RefID] = true
		}
		for x := range p.GridPos.W {
			for y := range p.GridPos.H {
				at := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
				if taken[at] != "" || at[0] >= 24 {
					t.Errorf("panel %q overlaps %q, or is too wide", p.Title, taken[at])
				}
				taken[at] = p.Title
			}
		}
	}
}

// TestMonitoring checks that the program has the files that are in the source, and
// no others.
func TestMonitoring(t *testing.T) {
	for _, name := range Monitoring {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := File(name); !ok || !bytes.Equal(got, want) {
			t.Errorf("%s is another file", name)
		}
	}
	if _, ok := File("operate.md"); ok {
		t.Error("a chapter is a file for monitoring")
	}
}
