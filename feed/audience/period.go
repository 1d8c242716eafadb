package audience

import "slices"

// recent is the number of days with requests in which subscribers must have been
// reported to count. Readers poll a feed at least once a week.
const recent = 7

// Period sums up days. The lists have the most requested first, and the rest, whose
// name is empty, last.
type Period struct {
	Since   string  `json:"since"` // date of the first day with requests, in UTC: "2026-11-30"
	Total   Tally   `json:"total"` // its name is empty
	Feeds   []Tally `json:"feeds"`
	Readers []Tally `json:"readers"`
}

// Sum sums up days, oldest first, with at most a number of feeds and of readers by
// name. Subscribers are the most on one of the last 7 of these days; those of the total are of
// all feeds.
func Sum(days []Day, most int) Period {
	p := Period{Feeds: []Tally{}, Readers: []Tally{}}
	if len(days) == 0 {
		return p
	}
	p.Since = days[0].Date
	p.Feeds = ranked(days, most, func(d Day) []Tally { return d.Feeds })
	p.Readers = ranked(days, most, func(d Day) []Tally { return d.Readers })
	for _, t := range p.Feeds {
		p.Total.add(t)
		p.Total.Subscribers += t.Subscribers
	}
	return p
}

func ranked(days []Day, most int, of func(Day) []Tally) []Tally {
	sums := map[string]*Tally{}
	for i, d := range days {
		for _, t := range of(d) {
			sum := sums[t.Name]
			if sum == nil {
				sum = &Tally{Name: t.Name}
				sums[t.Name] = sum
			}
			sum.add(t)
			if i >= len(days)-recent {
				sum.Subscribers = max(sum.Subscribers, t.Subscribers)
			}
		}
	}
	rest := Tally{}
	if r := sums[""]; r != nil {
		rest = *r
		delete(sums, "")
	}
	var all []Tally
	for _, t := range sums {
		all = append(all, *t)
	}
	slices.SortFunc(all, byRequests)
	for _, t := range all[min(len(all), most):] {
		rest.add(t)
		rest.Subscribers += t.Subscribers
	}
	all = all[:min(len(all), most):min(len(all), most)]
	if rest.Requests > 0 {
		all = append(all, rest)
	}
	return all
}
