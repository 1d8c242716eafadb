package ledger

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strconv"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/audience"
)

const saverEnv = "DATELINE_LEDGER_SAVER"

var cycles = flag.Int("cycles", 20, "how often TestKill kills a process that saves")

func pid() string { return strconv.Itoa(os.Getpid()) }

// change is the change with a number: it adds an item and alters one that all
// changes share, as it does the requests of a day.
func change(n int) Changes {
	return Changes{Days: requested(n), Memory: archive.Memory{Items: []archive.Item{{ID: strconv.Itoa(n)}, {ID: "last", Prints: []uint64{uint64(n)}}},
		Moves: []archive.Move{{From: strconv.Itoa(n), To: "/"}}, Topics: []archive.Topic{{Slug: strconv.Itoa(n)}},
		Notices: []archive.Notice{{Number: int64(n)}}}}
}

// requested is a day with n+1 requests for a feed by different readers.
func requested(n int) []audience.Day {
	d := audience.Day{Date: "2026-11-25", Feeds: []audience.Tally{{Name: "/feed", Requests: int64(n + 1)}}}
	for i := range min(n+1, 9) {
		d.Readers = append(d.Readers, audience.Tally{Name: strconv.Itoa(i), Requests: 1})
	}
	return []audience.Day{d}
}

// saveForever is the process to be killed: it prints the number of every
// change that is saved.
func saveForever(path string) {
	l, s, err := Open(Options{URL: "sqlite:" + path})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for n := len(s.Topics); ; n++ {
		if err := l.Save(change(n)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKill kills a process that saves. What it said to be saved is there.
func TestKill(t *testing.T) {
	l := newLedger(t)
	last := -1
	for cycle := range *cycles {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), saverEnv+"="+l.path)
		out, err := child.StdoutPipe()
		must(t, err)
		must(t, child.Start())
		lines := bufio.NewScanner(out)
		for i := 0; lines.Scan(); i++ {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Error(lines.Text())
			}
			last = n
			if i == cycle*3%23 { // what is still in the pipe then counts as well
				must(t, child.Process.Kill())
			}
		}
		child.Wait()
		ledger, s := l.open()
		if len(s.Items) != len(s.Topics)+1 || len(s.Topics) != len(s.Moves) || len(s.Topics) < last+1 {
			t.Fatalf("cycle %d: %d items, %d topics, %d moves after change %d", cycle, len(s.Items), len(s.Topics), len(s.Moves), last)
		}
		for _, i := range s.Items {
			if i.ID == "last" && int(i.Prints[0]) != len(s.Topics)-1 {
				t.Fatalf("cycle %d: the last change is %d of %d", cycle, i.Prints[0], len(s.Topics))
			}
		}
		if newest := s.Notices[len(s.Notices)-1]; len(s.Notices) != min(len(s.Topics), archive.MaxNotices) || newest.Number != int64(len(s.Topics)-1) {
			t.Fatalf("cycle %d: %d notices up to %d of %d changes", cycle, len(s.Notices), newest.Number, len(s.Topics))
		}
		if want := requested(len(s.Topics) - 1); !reflect.DeepEqual(s.Days, want) {
			t.Fatalf("cycle %d: requests %v, want %v", cycle, s.Days, want)
		}
		if cycle%2 == 0 { // else the next process finds what this one left
			must(t, ledger.Close())
		} else {
			ledger.db.Close()
			ledger.unlock()
		}
		if l.log.Len() > 0 {
			t.Fatal(l.log.String())
		}
	}
}
