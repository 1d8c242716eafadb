//go:build !linux

package watch

// lease reports that leases are unavailable on this system.
func (r *reading) lease(string) lease { return unavailable }
