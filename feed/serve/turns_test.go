package serve

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// waiter is a search that waits for its turn.
type waiter struct {
	admitted chan func() // receives the function that ends the search, or is closed if it is refused
	stop     context.CancelFunc
}

// wait starts a search of a client, and returns once everything else is blocked.
func wait(t *turns, client string) waiter {
	ctx, stop := context.WithCancel(context.Background())
	w := waiter{make(chan func(), 1), stop}
	go func() {
		if done, ok := t.wait(ctx, netip.MustParseAddr(client)); ok {
			w.admitted <- done
		}
		close(w.admitted)
	}()
	synctest.Wait()
	return w
}

// state returns the outcome of a search, and ends it if it is running.
func (w waiter) state() string {
	select {
	case done, ok := <-w.admitted:
		if !ok {
			return "refused"
		}
		done()
		synctest.Wait()
		return "ran"
	default:
		return "waits"
	}
}

// count counts searches by state.
func count(list []waiter) map[string]int {
	n := map[string]int{}
	for _, w := range list {
		n[w.state()]++
	}
	return n
}

// idle checks that nothing is stored about clients that do not search.
func idle(t *testing.T, turns *turns) {
	t.Helper()
	if len(turns.clients) != 0 || turns.waiting != 0 || len(turns.running) != 0 {
		t.Errorf("left: %d clients, %d waiting, %d running", len(turns.clients), turns.waiting, len(turns.running))
	}
}

// flood starts 200 concurrent searches of a client.
func flood(turns *turns, client string) (list []waiter) {
	for range 200 {
		list = append(list, wait(turns, client))
	}
	return list
}

// TestTurnsOfFlood checks that one search of a client runs at a time, a few wait,
// the others are refused at once, and other clients do not wait for that client.
func TestTurnsOfFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		crowd := flood(turns, "203.0.113.7")
		if len(turns.running) != 1 {
			t.Errorf("%d searches of one client run", len(turns.running))
		}
		for _, other := range []string{"203.0.113.8", "2001:db8::"} {
			if got := wait(turns, other).state(); got != "ran" {
				t.Errorf("a search of %s %s", other, got)
			}
		}
		if got := count(crowd[1+waitingClient:]); got["refused"] != 200-1-waitingClient {
			t.Errorf("too many: %v", got)
		}
		for i, w := range crowd[:1+waitingClient] { // in their order
			if got := w.state(); got != "ran" {
				t.Errorf("search %d %s", i, got)
			}
		}
		idle(t, turns)
	})
}

// TestTurnsOfMany floods from more clients than searches may run at once, and
// checks that one more client waits for at most one search of each.
func TestTurnsOfMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		const clients = 3 * searches
		var crowd [clients][]waiter
		for i := range crowd {
			crowd[i] = flood(turns, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}).String())
		}
		other := wait(turns, "203.0.113.8")
		ran, next := 0, [clients]int{}
		for other.state() == "waits" {
			before := ran
			for i := range crowd {
				if crowd[i][next[i]].state() == "ran" {
					next[i]++
					ran++
				}
			}
			if ran == before {
				t.Fatal("nobody searches")
			}
		}
		if ran > 2*clients { // the last round may have continued after it
			t.Errorf("%d searches of %d clients came first", ran, clients)
		}
		for _, list := range crowd {
			for _, w := range list {
				w.stop()
			}
		}
		synctest.Wait()
		for i := range crowd { // running searches do not notice it
			count(crowd[i][next[i]:])
		}
		idle(t, turns)
	})
}

// TestTurnsInVain checks that searches which wait too long or are cancelled leave
// no trace.
func TestTurnsInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		var holders []waiter
		for i := range searches {
			holders = append(holders, wait(turns, netip.AddrFrom4([4]byte{192, 0, 2, byte(i)}).String()))
		}
		second, gone, patient := wait(turns, "192.0.2.0"), wait(turns, "203.0.113.7"), wait(turns, "203.0.113.8")
		gone.stop()
		synctest.Wait()
		if got := gone.state(); got != "refused" {
			t.Errorf("who is gone: %s", got)
		}
		time.Sleep(searchWait - time.Nanosecond)
		synctest.Wait()
		if got := count([]waiter{second, patient}); got["waits"] != 2 {
			t.Errorf("before their time is over: %v", got)
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if got := count([]waiter{second, patient}); got["refused"] != 2 {
			t.Errorf("when their time is over: %v", got)
		}
		count(holders)
		idle(t, turns)
	})
}

// TestTurnsOfAll checks that the queue of all clients is bounded.
func TestTurnsOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		var crowd []waiter
		for i := range searches + waitingAll + 1 {
			crowd = append(crowd, wait(turns, netip.AddrFrom4([4]byte{192, 0, byte(i >> 8), byte(i)}).String()))
		}
		if got := crowd[searches+waitingAll].state(); got != "refused" {
			t.Errorf("one too many: %s", got)
		}
		if got := count(crowd[:searches+waitingAll]); got["ran"] != searches+waitingAll {
			t.Errorf("the others: %v", got)
		}
		idle(t, turns)
	})
}
