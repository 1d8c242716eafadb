package article

import "bytes"

// conflict returns the offset of a merge conflict that a version control system
// left in the file, or -1: lines that begin with "<<<<<<< ", are "=======" and
// begin with ">>>>>>> ", in this order. Only the first must be outside of code,
// because one version may open code that the other does not. Front matter counts
// as well.
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
