package archive

import "time"

// Conditions are what the present addresses and times of stories depend on.
type Conditions struct {
	Zone     string    // IANA name of Options.Zone; empty if it is unknown
	BaseURL  string    // Options.BaseURL; empty if it is unknown
	Aliases  string    // Options.Same as a query in the order of names: "USA=United+States"
	Accepted time.Time // when the operator last accepted removals, which count no longer since; zero for never
}

// setConditions records the conditions of this change.
func (n *next) setConditions() {
	now := n.conditions
	now.BaseURL, now.Aliases = n.options.BaseURL, n.aliases.query
	if n.options.Zone != nil {
		now.Zone = n.options.Zone.String()
	}
	if now != n.conditions {
		n.conditions = now
		n.delta.Memory.Conditions = now
	}
}
