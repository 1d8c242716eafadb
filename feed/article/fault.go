package article

// Fault is a problem that keeps the daemon from its work.
type Fault struct {
	Kind Kind `json:"kind"`
	Problem
}

// Kind is the part of the daemon's work that a Fault affects.
type Kind string

// The kinds of faults.
const (
	OfConfiguration Kind = "configuration" // the configuration on disk is not in use
	OfTree          Kind = "tree"          // a part of the tree cannot be read
	OfRemoval       Kind = "removal"       // a large removal is held
	OfClock         Kind = "clock"         // the clock is not trusted
	OfLedger        Kind = "ledger"        // the ledger cannot be written
	OfCertificate   Kind = "certificate"   // the TLS certificate cannot be used, or not be renewed
	OfTheme         Kind = "theme"         // a template of the owner fails
)

// Kinds are all kinds of faults.
var Kinds = []Kind{OfConfiguration, OfTree, OfRemoval, OfClock, OfLedger, OfCertificate, OfTheme}
