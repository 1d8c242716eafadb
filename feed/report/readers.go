package report

import (
	"fmt"
	"io"
	"strconv"

	"dateline/feed/audience"
)

// mostReaders bounds the readers that have their own line. With the heading and
// the line for others, that makes 20 lines, which fit on a terminal.
const mostReaders = 18

// readers prints a table of readers of at most 20 lines. If there are more
// readers, the last line is the sum of the others.
//
//	reader    polls  304  unconditional  subscribers
//	Feedly    1520   97%  1%             190
//	newsboat  48     50%  50%            0
//	others    3      0%   100%           0
func readers(w io.Writer, list []audience.Reader) error {
	t := newTable(w)
	row := func(r audience.Reader) {
		t.row(r.Name, strconv.FormatUint(r.Polls, 10), percent(r.NotModified, r.Polls), percent(r.Unconditional, r.Polls), strconv.Itoa(r.Subscribers))
	}
	t.row("reader", "polls", "304", "unconditional", "subscribers")
	rest := audience.Reader{Name: audience.Others}
	for i, r := range list {
		if i < mostReaders {
			row(r)
		} else {
			rest.Add(r)
		}
	}
	if rest.Polls > 0 {
		row(rest)
	}
	return t.Flush()
}

// percent returns the share of part in all: "97%".
func percent(part, all uint64) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(part)/float64(all))
}
