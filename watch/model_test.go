package watch

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

var (
	modelSeed  = flag.Uint64("model.seed", 0, "seed of the one run that TestModel makes; 0: four runs, each with another")
	modelSteps = flag.Int("model.steps", 3000, "how many things TestModel does to the tree in each run; a tenth with -short")
)

// actors is how many actors change a tree at the same time.
const actors = 4

// An actor changes a tree at random as people and programs do.
type actor struct {
	*rand.Rand
	root string
	step int
}

// TestModel checks that after random changes, a receiver of the batches has the same files as the disk.
func TestModel(t *testing.T) {
	steps := *modelSteps
	if testing.Short() {
		steps /= 10
	}
	seeds := []uint64{*modelSeed}
	if *modelSeed == 0 {
		seeds[0] = uint64(time.Now().UnixNano())
		for range 3 {
			seeds = append(seeds, seeds[0]+uint64(len(seeds)))
		}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("model.seed=", seed), func(t *testing.T) { play(t, seed, steps) })
	}
}

// play lets the actors do a number of steps in rounds. After each round it waits until the view equals the disk.
func play(t *testing.T, seed uint64, steps int) {
	const round = 100 // steps of each actor
	root := t.TempDir()
	write(t, root, "keep.md", "so that the tree is never empty")
	opt := quick
	opt.MaxDelay = 20 * time.Millisecond // so that looks run during the storm
	v := open(t, root, opt)
	cast := make([]*actor, actors)
	for i := range cast {
		cast[i] = &actor{Rand: rand.New(rand.NewPCG(seed, uint64(i))), root: root}
	}
	for done := 0; done < steps; done += round * actors {
		v.during(func() {
			var acting sync.WaitGroup
			for _, a := range cast {
				acting.Go(func() {
					for range min(round, (steps-done+actors-1)/actors) {
						a.act()
						a.step++
					}
				})
			}
			acting.Wait()
		})
		v.barrier(fmt.Sprintf("barrier%d.md", done))
		v.untilDisk()
	}
	v.until("no fault", func() bool { return len(v.faults) == 0 })
	for p := range v.removed {
		if path.Dir(p) == top {
			t.Errorf("%s was never removed", p)
		}
	}
}

// during takes in batches while do runs.
func (v *view) during(do func()) {
	v.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	for {
		select {
		case b := <-v.tree.Batches():
			v.take(b)
		case <-done:
			return
		}
	}
}

// act makes one change. It ignores errors, because another actor may have taken or removed the name.
func (a *actor) act() {
	switch a.IntN(12) {
	case 0, 1, 2, 3:
		_ = os.MkdirAll(a.path(a.dir()), 0o755)
		_ = os.WriteFile(a.path(a.file()), fmt.Appendf(nil, "%04d", a.step), 0o644) // often of the same size
	case 4:
		p := a.file()
		_ = os.MkdirAll(a.path(path.Dir(p)), 0o755)
		_ = os.WriteFile(a.path(p), fmt.Append(nil, a.step), 0o644)
	case 5:
		if f, err := os.OpenFile(a.path(a.file()), os.O_WRONLY|os.O_APPEND, 0); err == nil {
			fmt.Fprint(f, "+")
			f.Close()
		}
	case 6:
		_ = os.Remove(a.path(a.file()))
	case 7:
		_ = os.Rename(a.path(a.file()), a.path(a.file()))
	case 8, 9:
		_ = os.Rename(a.path(a.dir()), a.path(a.dir()))
	case 10:
		_ = os.RemoveAll(a.path(a.dir()))
	case 11:
		_ = os.Rename(a.path(a.dir()), a.path("swap"))
		_ = os.Rename(a.path(a.dir()), a.path(a.dir()))
		_ = os.Rename(a.path("swap"), a.path(a.dir()))
	}
}

func (a *actor) path(rel string) string { return filepath.Join(a.root, rel) }

func (a *actor) dir() string {
	p := string(rune('a' + a.IntN(3)))
	for a.IntN(2) == 0 {
		p += "/" + string(rune('a'+a.IntN(3)))
	}
	return p
}

func (a *actor) file() string { return a.dir() + "/" + string(rune('x'+a.IntN(3))) + ".md" }
