package front

import "fmt"

// others is how many files the process may have open besides connections:
// the ledger, directories, articles being read, documents in memory, files that
// are sent.
const others = 2000

// Room reports what keeps so many connections from being open at a time.
func Room(connections int) error {
	limit, ok := openFiles()
	if need := uint64(connections) + others; ok && limit < need {
		return fmt.Errorf("the process may open %d files; %d connections are more than it can take; raise the limit to %d (LimitNOFILE=), or lower server.connections", limit, connections, need)
	}
	return nil
}
