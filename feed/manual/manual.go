// Package manual holds the chapters of the manual, which "dateline help CHAPTER"
// shows in a terminal.
//
// A chapter is a Markdown file of this directory, written to be read on GitHub
// as well. It begins with its title, a heading of the first level. Links between
// chapters are relative, such as [deployment](deploy.md#systemd).
package manual

import (
	"embed"
	"strings"
)

//go:embed *.md
var files embed.FS

// names lists the chapters in the order in which a new operator needs them.
var names = []string{
	"articles", "tools", "configuration", "commands", "feeds", "subscribers",
	"deploy", "operate", "watching", "ledger", "polling", "limits", "upgrade", "troubleshooting",
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
