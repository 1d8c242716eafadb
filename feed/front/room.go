package front

import "fmt"

// otherFiles is how many files the process may need besides connections: the
// ledger, watched directories, articles being read, documents in memory files,
// files being sent.
const otherFiles = 2000

// Room returns an error if the process may not open enough files for this many
// simultaneous connections.
func Room(connections int) error {
	limit, ok := openFiles()
	if need := uint64(connections) + otherFiles; ok && limit < need {
		return fmt.Errorf("the process may open only %d files; that is too few for %d connections; raise the limit to %d (LimitNOFILE=) or lower server.connections", limit, connections, need)
	}
	return nil
}
