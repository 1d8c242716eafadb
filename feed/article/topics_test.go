package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeepWhole(t *testing.T) {
	o := newsParser().options
	o.KeepWhole = []string{"Jasper, Texas", " jasper,  TEXAS, USA ", "Earth, Wind & Fire", "No comma", "", ", ", "Élan, Inc."}
	p := NewParser(o)
	for list, want := range map[string]string{
		"Jasper, Texas":                       "Jasper, Texas",
		"A, Jasper, Texas, B":                 "A | Jasper, Texas | B",
		"JASPER, texas, B":                    "JASPER, texas | B",
		"Jasper, Texas, USA, Trams":           "Jasper, Texas, USA | Trams",
		"Jasper, Texas, U":                    "Jasper, Texas | U",
		"Jasper, Texas, Jasper, Texas":        "Jasper, Texas", // twice
		"Jasper, Texas,":                      "Jasper, Texas",
		", Jasper, Texas, ":                   "Jasper, Texas",
		"Jasper, Texas City":                  "Jasper | Texas City",
		"North Jasper, Texas":                 "North Jasper | Texas",
		"Jasper,Texas":                        "Jasper,Texas",
		"Jasper":                              "Jasper",
		"Texas, Jasper":                       "Texas | Jasper",
		"Bands, Earth, Wind & Fire, No comma": "Bands | Earth, Wind & Fire | No comma",
		"Earth, Wind":                         "Earth | Wind",
		"élan, inc.":                          "élan, inc.",
		"A, , B":                              "A | B",
	} {
		markdown := "### 2026-04-7\n##### " + list + "\n# T\n\n### Related:\n1. [a](/b.md) _Context: " + list + "_\n"
		a := p.Parse("2026/04/7/x.md", []byte(markdown)).Article
		var topics, claimed []string
		for _, n := range a.Topics {
			topics = append(topics, n.Value())
		}
		for _, c := range a.Related {
			claimed = append(claimed, c.Topic.Value())
		}
		if diff := cmp.Diff([]string{want, want}, []string{strings.Join(topics, " | "), strings.Join(claimed, " | ")}); diff != "" {
			t.Errorf("%q: %s", list, diff)
		}
	}
}

// Names of front matter are lists already.
func TestKeepWholeFrontMatter(t *testing.T) {
	a := newsParser().Parse("2026/04/7/x.md", []byte("---\ntitle: T\ntags: ['Jasper, Texas', Trams]\n---\n")).Article
	if len(a.Topics) != 2 || a.Topics[0].Value() != "Jasper, Texas" {
		t.Errorf("%v", a.Topics)
	}
}
