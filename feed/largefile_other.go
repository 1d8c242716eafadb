//go:build !linux

package feed

const largeFile = 0
