//go:build !linux

package watch

// remoteKind knows no file systems.
func remoteKind(string) string { return "" }
