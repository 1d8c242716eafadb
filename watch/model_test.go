package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"testing"
	"time"
)

// A model does to a tree what people and programs do, at random.
type model struct {
	*view
	*rand.Rand
	step int
}

// TestModel: whatever happens to a tree, whoever follows its batches ends with what is on the disk.
func TestModel(t *testing.T) {
	steps := 3000
	if testing.Short() {
		steps = 300
	}
	for range 4 {
		seed := uint64(time.Now().UnixNano())
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) { play(t, seed, steps) })
	}
}

func play(t *testing.T, seed uint64, steps int) {
	root := t.TempDir()
	write(t, root, "keep.md", "so that the tree is never empty")
	opt := quick
	opt.MaxDelay = 20 * time.Millisecond // look amid the storm
	m := &model{view: open(t, root, opt), Rand: rand.New(rand.NewPCG(seed, 0))}
	for m.step = range steps {
		m.act()
		select {
		case b := <-m.tree.Batches():
			m.take(b)
		default:
		}
		if m.IntN(500) == 0 {
			m.barrier(fmt.Sprintf("barrier%d.md", m.step))
			m.untilDisk()
		}
	}
	m.barrier("barrier.md")
	m.untilDisk()
	if m.removed["keep.md"]+m.removed["barrier.md"] > 0 {
		t.Errorf("removed what never was: %v", m.removed)
	}
	if len(m.faults) > 0 {
		t.Errorf("faults: %q", m.faults)
	}
}

// act does one thing. Failures are part of it: the name may be taken, or gone.
func (m *model) act() {
	switch m.IntN(12) {
	case 0, 1, 2, 3:
		_ = os.MkdirAll(m.path(m.dir()), 0o755)
		_ = os.WriteFile(m.path(m.file()), fmt.Appendf(nil, "%04d", m.step), 0o644) // often of the same size
	case 4:
		p := m.file()
		_ = os.MkdirAll(m.path(path.Dir(p)), 0o755)
		_ = os.WriteFile(m.path(p), fmt.Append(nil, m.step), 0o644)
	case 5:
		if f, err := os.OpenFile(m.path(m.file()), os.O_WRONLY|os.O_APPEND, 0); err == nil {
			fmt.Fprint(f, "+")
			f.Close()
		}
	case 6:
		_ = os.Remove(m.path(m.file()))
	case 7:
		_ = os.Rename(m.path(m.file()), m.path(m.file()))
	case 8, 9:
		_ = os.Rename(m.path(m.dir()), m.path(m.dir()))
	case 10:
		_ = os.RemoveAll(m.path(m.dir()))
	case 11:
		_ = os.Rename(m.path(m.dir()), m.path("swap"))
		_ = os.Rename(m.path(m.dir()), m.path(m.dir()))
		_ = os.Rename(m.path("swap"), m.path(m.dir()))
	}
}

func (m *model) dir() string {
	p := string(rune('a' + m.IntN(3)))
	for m.IntN(2) == 0 {
		p += "/" + string(rune('a'+m.IntN(3)))
	}
	return p
}

func (m *model) file() string { return m.dir() + "/" + string(rune('x'+m.IntN(3))) + ".md" }
