package ledger

import (
	"encoding/binary"
	"errors"

	"dateline/feed/archive"
)

// The binary forms of the columns prints and kept of items, and of assets.

func packPrints(prints []uint64) []byte {
	b := make([]byte, 0, 8*len(prints))
	for _, p := range prints {
		b = binary.BigEndian.AppendUint64(b, p)
	}
	return b
}

func unpackPrints(b []byte) []uint64 {
	var prints []uint64
	for ; len(b) >= 8; b = b[8:] {
		prints = append(prints, binary.BigEndian.Uint64(b))
	}
	return prints
}

func packStrings(list []string) []byte {
	b := []byte{}
	for _, s := range list {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return b
}

// unpackStrings stops at bytes that packStrings cannot have written.
func unpackStrings(b []byte) []string {
	var list []string
	for len(b) > 0 {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			break
		}
		list = append(list, string(b[n:][:size]))
		b = b[n+int(size):]
	}
	return list
}

func packAsset(b []byte, a *archive.Asset) []byte {
	b = append(b, a.Hash[:]...)
	for _, n := range []int64{a.Length, int64(a.Width), int64(a.Height)} {
		b = binary.AppendVarint(b, n)
	}
	return append(b, a.Type...)
}

func unpackAsset(b []byte) (*archive.Asset, error) {
	a := new(archive.Asset)
	if len(b) < len(a.Hash) {
		return nil, errors.New("an asset is too short")
	}
	b = b[copy(a.Hash[:], b):]
	var numbers [3]int64
	for k := range numbers {
		v, n := binary.Varint(b)
		if n <= 0 {
			return nil, errors.New("an asset lacks a number")
		}
		numbers[k], b = v, b[n:]
	}
	a.Length, a.Width, a.Height, a.Type = numbers[0], int(numbers[1]), int(numbers[2]), string(b)
	return a, nil
}
