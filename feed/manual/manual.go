// Package manual holds the chapters of the manual, which "dateline help CHAPTER"
// shows in a terminal.
//
// A chapter is a Markdown file of this directory, written to be read on GitHub
// as well. It begins with its title, a heading of the first level. Links between
// chapters are relative, such as [deployment](deploy.md#systemd).
//
// Beside the chapters are files for the programs that monitor Dateline, which
// "dateline help FILE" prints as they are: rules for Prometheus, a dashboard for
// Grafana. Their tests need promtool, of Debian's package prometheus.
package manual

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.md alerts.yml dashboard.json
var files embed.FS

// names lists the chapters in the order in which a new operator needs them.
var names = []string{
	"articles", "tools", "site", "configuration", "pages", "commands", "feeds", "subscribers",
	"deploy", "proxy", "operate", "watching", "ledger", "polling", "limits", "upgrade", "troubleshooting",
}

// Monitoring lists the files for programs that monitor Dateline.
var Monitoring = []string{"alerts.yml", "dashboard.json"}

// File returns one of the Monitoring files.
func File(name string) (text []byte, ok bool) {
	if !slices.Contains(Monitoring, name) {
		return nil, false
	}
	text, err := files.ReadFile(name)
	return text, err == nil
}

// Chapter is a chapter of the manual.
type Chapter struct {
	Name     string // of its file, without .md: "deploy"
	Title    string // "Deployment"
	Markdown string
}

// Chapters returns all chapters in reading order.
func Chapters() []Chapter {
	var list []Chapter
	for _, name := range names {
		text, err := files.ReadFile(name + ".md")
		if err != nil {
			panic(err) // names has a chapter that does not exist, which a test finds
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		list = append(list, Chapter{Name: name, Title: title, Markdown: string(text)})
	}
	return list
}
