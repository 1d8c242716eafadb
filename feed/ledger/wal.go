package ledger

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// The -wal file (https://sqlite.org/fileformat2.html#the_write_ahead_log): a
// header of 32 bytes, then frames, each of a header of 24 bytes and a page. A
// frame counts if its salts are those of the file and its checksum, which
// continues that of the frame before, is right. SQLite takes the first frame
// that does not count for the end. That is right after a crash, but loses
// everything after a flipped bit.

const (
	logHead   = 32
	frameHead = 24
	bigEndian = 0x377f0683 // the magic number; one less for little endian
)

// checkLog finds transactions that SQLite will not find: complete ones after a
// frame that is wrong. It accepts a file that does not exist.
func checkLog(name string) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return checkFrames(bufio.NewReaderSize(f, 1<<18))
}

func checkFrames(r io.Reader) error {
	head := make([]byte, logHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return atEnd(err)
	}
	magic, size := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[8:])
	var order binary.ByteOrder = binary.LittleEndian
	if magic == bigEndian {
		order = binary.BigEndian
	}
	sound := chain{}.over(head[:24], order) == stored(head[24:]) && magic|1 == bigEndian
	if !sound || size < 512 || size > 65536 {
		if _, err := io.ReadFull(r, make([]byte, frameHead+512)); err != nil {
			return atEnd(err) // there is no frame either
		}
		return fmt.Errorf("%w: the head of its log", errDamaged)
	}
	return chainOf(r, head, int(size), order)
}

// chainOf follows the frames after a valid header.
func chainOf(r io.Reader, head []byte, size int, order binary.ByteOrder) error {
	frame := make([]byte, frameHead+size)
	salts := string(head[16:24])
	written, computed := stored(head[24:]), stored(head[24:]) // of the frame before
	broken := false
	for {
		if _, err := io.ReadFull(r, frame); err != nil {
			return atEnd(err)
		}
		sum := stored(frame[16:])
		next := written.over(frame[:8], order).over(frame[frameHead:], order)
		if next != sum && computed != written {
			next = computed.over(frame[:8], order).over(frame[frameHead:], order)
		}
		right := next == sum && string(frame[8:16]) == salts
		if commits := binary.BigEndian.Uint32(frame[4:]) != 0; broken && right && commits {
			return fmt.Errorf("%w: its log", errDamaged)
		}
		broken = broken || !right
		written, computed = sum, next
	}
}

// atEnd returns nil if an error means that the log ends.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// chain is the checksum of the log up to a frame.
type chain [2]uint32

func stored(b []byte) chain {
	return chain{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

func (c chain) over(b []byte, order binary.ByteOrder) chain {
	for ; len(b) >= 8; b = b[8:] {
		c[0] += order.Uint32(b) + c[1]
		c[1] += order.Uint32(b[4:]) + c[0]
	}
	return c
}
