package audience

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// mostRows bounds the readers that Write tells apart: with the heading and
// the rest they are 20 lines, which a terminal shows.
const mostRows = 18

// Write prints readers, which are in the order of Readers, as a table of at
// most 20 lines. The last line sums those that find no room.
//
//	reader    polls  304  unconditional  subscribers
//	Feedly    1520   97%  1%             190
//	newsboat  48     50%  50%            0
//	others    3      0%   100%           0
func Write(w io.Writer, readers []Reader) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer t.Flush()
	row := func(r Reader) {
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%d\n", r.Name, r.Polls, percent(r.NotModified, r.Polls), percent(r.Unconditional, r.Polls), r.Subscribers)
	}
	fmt.Fprintln(t, "reader\tpolls\t304\tunconditional\tsubscribers")
	rest := Reader{Name: others}
	for i, r := range readers {
		if i < mostRows {
			row(r)
		} else {
			rest.add(r)
		}
	}
	if rest.Polls > 0 {
		row(rest)
	}
}

// percent says how much of all a part is.
func percent(part, all uint64) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(part)/float64(all))
}
