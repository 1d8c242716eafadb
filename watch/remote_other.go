//go:build !linux

package watch

// remoteKind returns "": this system does not report the kind of a file system.
func remoteKind(string) string { return "" }
