package readers

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// An author writes reports into the tree of a site, and changes them as the
// founding archive does. The same seed writes the same.
type author struct {
	*trial
	random  *rand.Rand
	reports []*report // in the order in which they were written
	topics  []string  // the most usual first
	plans   []plan
}

// plan is what an author means to do later.
type plan struct {
	at time.Time
	do func()
}

// later plans something.
func (a *author) later(d time.Duration, do func()) { a.plans = append(a.plans, plan{a.now.Add(d), do}) }

// resume does what is due of the plans.
func (a *author) resume() {
	due := a.plans
	a.plans = nil
	for _, p := range due {
		if p.at.After(a.now) {
			a.plans = append(a.plans, p)
			continue
		}
		p.do()
	}
}

// report is an article of the author.
type report struct {
	number  int
	file    string
	heading string // the date that its heading has
	title   string
	body    string
	outlet  string
	topics  []string
	related []*report
	draft   bool
	gone    bool
}

// path returns the path of the report's page, with the name of its topic that its
// Related lists claim for others.
func (p *report) link(topic string) string {
	return fmt.Sprintf("[%s](/%s) _Context: %s_", p.title, p.file, topic)
}

func (p *report) markdown() string {
	var b strings.Builder
	if p.draft {
		b.WriteString("---\ndraft: true\n---\n")
	}
	fmt.Fprintf(&b, "### [%s](/%s/index.md)\n\n##### %s\n# %s\n\nReport %d. %s\n\n### Source:\n\n1. [%s](https://www.%s.example/%d)\n",
		p.heading, filepath.Dir(p.file), p.topics[0], p.title, p.number, p.body, strings.ToUpper(p.outlet), p.outlet, p.number)
	b.WriteString("\n### Related:\n\n")
	for i, q := range p.related {
		fmt.Fprintf(&b, "%d. %s\n", i+1, q.link(p.topics[i%len(p.topics)]))
	}
	for i, topic := range p.topics {
		fmt.Fprintf(&b, "%d. [Elsewhere](https://elsewhere.example/) _Context: %s_\n", i+10, topic)
	}
	return b.String()
}

var outlets = []string{"herald", "tribune", "gazette", "courier"}

// words returns n words that have no meaning.
func (a *author) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%c%c%c%c%c", "bdfgklmnprst"[a.random.IntN(12)], "aeiou"[a.random.IntN(5)], "bdfgklmnprst"[a.random.IntN(12)], "aeiou"[a.random.IntN(5)], "nrst"[a.random.IntN(4)])
	}
	return strings.Join(list, " ")
}

// write makes a report of a date. Every twentieth is in French; some have no text
// beyond their number, and one in a hundred is longer than feeds.max_entry.
func (a *author) write(date time.Time, topics ...string) *report {
	p := &report{number: len(a.reports) + 1, heading: date.Format("2006-01-02"), title: a.words(6 + a.random.IntN(5)), outlet: outlets[min(a.random.IntN(8), 3)], topics: topics}
	if len(topics) == 0 {
		for range 1 + a.random.IntN(2) {
			p.topics = append(p.topics, a.topics[min(a.random.IntN(len(a.topics)), a.random.IntN(len(a.topics)))])
		}
	}
	p.body = a.words(a.random.IntN(600))
	if a.random.IntN(100) == 0 {
		p.body = a.words(a.config.Feeds.MaxEntry / 4)
	}
	p.relate(a)
	language := ""
	if p.number%20 == 0 {
		language = ".fr"
	}
	p.file = fmt.Sprintf("%s/%s-%d%s.md", date.Format("2006/01/02"), strings.ReplaceAll(p.title, " ", "-"), p.number, language)
	a.reports = append(a.reports, p)
	return p
}

// relate gives a report another Related list, of any reports.
func (p *report) relate(a *author) {
	p.related = nil
	for range min(len(a.reports), 3) {
		p.related = append(p.related, a.reports[a.random.IntN(len(a.reports))])
	}
}

// save writes reports to the disk, or removes those that are gone, and returns
// their files.
func (a *author) save(reports ...*report) (files []string) {
	a.Helper()
	for _, p := range reports {
		a.put(p.file, p)
		files = append(files, p.file)
	}
	return files
}

// put writes a report to a file, or removes the file if the report is nil or
// gone.
func (a *author) put(file string, p *report) {
	a.Helper()
	name := filepath.Join(a.config.Content[0].Dir, file)
	if p == nil || p.gone {
		if err := os.Remove(name); err != nil {
			a.Fatal(err)
		}
		return
	}
	write(a.T, a.config.Content[0].Dir, file, []byte(p.markdown()))
}

// any returns one of the newest n reports that are published.
func (a *author) any(n int) *report {
	there := slices.DeleteFunc(slices.Clone(a.reports), func(p *report) bool { return p.gone || p.draft })
	there = there[max(0, len(there)-n):]
	return there[a.random.IntN(len(there))]
}

// several returns n reports of years ago, or of a number of days ago.
func (a *author) several(n int, date func() time.Time) (list []*report) {
	for range n {
		list = append(list, a.write(date()))
	}
	return list
}

func (a *author) today() time.Time { return a.now }

// years returns a date in the years from 2010 to 2014.
func (a *author) years() time.Time {
	return time.Date(2010+a.random.IntN(5), 1, 1+a.random.IntN(365), 0, 0, 0, 0, time.UTC)
}

// ago returns a function that returns dates from some days ago to some others.
func (a *author) ago(from, to int) func() time.Time {
	return func() time.Time { return a.now.AddDate(0, 0, -from-a.random.IntN(to-from+1)) }
}

// reshuffle changes one in twenty of the Related lists, as happens every night.
func (a *author) reshuffle() {
	a.Helper()
	var changed []*report
	for _, p := range a.reports {
		if !p.gone && a.random.IntN(20) == 0 {
			p.relate(a)
			changed = append(changed, p)
		}
	}
	a.commit(a.save(changed...)...)
}

// correct changes the text of a report, which may become shorter.
func (a *author) correct() {
	p := a.any(200)
	p.body = a.words(a.random.IntN(600))
	a.commit(a.save(p)...)
}

// mistype publishes a report of today under a date of 2016, and corrects that
// within a day.
func (a *author) mistype() {
	p := a.write(a.now)
	right := p.heading
	p.heading = "2016" + right[4:]
	a.commit(a.save(p)...)
	a.later(time.Duration(1+a.random.IntN(20))*time.Hour, func() {
		p.heading = right
		if !p.gone {
			a.commit(a.save(p)...)
		}
	})
}

// rename gives up to three reports other titles and files. The writes and removals
// come in any order, each in a batch of its own, with pauses, and sometimes with
// a restart between.
func (a *author) rename() {
	a.Helper()
	moves := map[string]*report{} // by the file that goes
	var steps []func()
	for range 1 + a.random.IntN(3) {
		p := a.any(60)
		if slices.ContainsFunc(renamed(moves), func(q *report) bool { return q == p }) {
			continue
		}
		from := p.file
		p.title += " " + a.words(1)
		p.file = fmt.Sprintf("%s/%s-%d.md", filepath.Dir(from), strings.ReplaceAll(p.title, " ", "-"), p.number)
		if strings.HasSuffix(from, ".fr.md") {
			p.file = strings.TrimSuffix(p.file, ".md") + ".fr.md"
		}
		moves[from] = p
		steps = append(steps, func() { a.put(p.file, p); a.commit(p.file) }, func() { a.put(from, nil); a.commit(from) })
	}
	a.random.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
	pause := time.Duration(a.random.IntN(2)) * time.Second
	for i, step := range steps {
		if i > 0 {
			a.wait(pause)
			if a.random.IntN(5) == 0 {
				a.restart()
			}
		}
		step()
	}
}

func renamed(moves map[string]*report) (list []*report) {
	for _, p := range moves {
		list = append(list, p)
	}
	return list
}

// remove removes a report, which comes back within the grace, a day later or
// never.
func (a *author) remove() {
	p := a.any(300)
	p.gone = true
	a.commit(a.save(p)...)
	back := func() {
		p.gone = false
		a.commit(a.save(p)...)
	}
	switch a.random.IntN(3) {
	case 0:
		a.wait(time.Duration(a.random.IntN(100)) * time.Second)
		back()
	case 1:
		a.later(20*time.Hour, back)
	}
}

// hide makes a report a draft, and shows it again hours later.
func (a *author) hide() {
	p := a.any(300)
	p.draft = true
	a.commit(a.save(p)...)
	a.later(time.Duration(1+a.random.IntN(30))*time.Hour, func() {
		p.draft = false
		a.commit(a.save(p)...)
	})
}
