package article

// Fault is a problem that keeps the daemon from its work.
type Fault struct {
	Kind Kind `json:"kind"`
	Problem
}

// MarshalJSON writes the fields of the problem beside the kind.
func (f Fault) MarshalJSON() ([]byte, error) { return f.json(&f.Kind) }

// Kind says what a Fault concerns.
type Kind string

// The kinds of faults.
const (
	OfConfiguration Kind = "configuration" // the one on disk is not used
	OfTree          Kind = "tree"          // what could be read before, or should be, cannot
	OfRemoval       Kind = "removal"       // a large one is held
	OfClock         Kind = "clock"         // it is not trusted
	OfLedger        Kind = "ledger"        // it cannot be written
)

// Kinds are all kinds of faults.
var Kinds = []Kind{OfConfiguration, OfTree, OfRemoval, OfClock, OfLedger}
