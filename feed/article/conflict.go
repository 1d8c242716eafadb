package article

import "bytes"

// conflict returns the offset of two versions that a version control system left
// in a file, between lines of "<<<<<<< ", "=======" and ">>>>>>> " in this
// order, or -1. Only the first must stand outside code, front matter included:
// one version may open code that the other does not.
func conflict(data []byte) int {
	if !bytes.Contains(data, []byte("<<<<<<< ")) {
		return -1
	}
	var f codeFence
	found, start, offset := 0, 0, 0
	for line := range bytes.Lines(data) {
		code := f.holds(line)
		switch {
		case found == 0 && !code && bytes.HasPrefix(line, []byte("<<<<<<< ")):
			found, offset = 1, start
		case found == 1 && string(bytes.TrimRight(line, " \n")) == "=======":
			found = 2
		case found == 2 && bytes.HasPrefix(line, []byte(">>>>>>> ")):
			return offset
		}
		start += len(line)
	}
	return -1
}
