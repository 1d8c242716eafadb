package watch

import (
	"errors"
	"fmt"
	"io/fs"
)

// What stands where a file should be, each with its effect and mend.
var (
	errName      = errors.New("the name is not valid UTF-8 or contains a control character; left out; rename it")
	errDirectory = errors.New("a directory is named like a file; it is left out with all its contents; rename it")
	errIrregular = errors.New("neither a regular file nor a directory; left out; move it out of the tree")
	errDangling  = errors.New("the symbolic link is broken; left out; restore its target, or remove the link")
	errOutside   = errors.New("the symbolic link is absolute or leads out of the tree; left out; make it relative, or copy its target here")
	errWriting   = errors.New("open for writing for more than a minute; its last complete version stays; close it in the program that writes it")
	errUnmounted = errors.New("empty, and on another file system than before; its last known state stays; mount it again, or restart Dateline, which then removes or holds its files")
	errEmptied   = errors.New("the tree no longer has any files; its last known state stays; bring the files back, or restart Dateline, which then removes or holds them")
)

// errCopy says that a file is the copy that a synchroniser made of another one beside it.
func errCopy(original string) error {
	return fmt.Errorf("conflicting copy made by a synchroniser; left out as long as the original exists; keep either this file or %s", original)
}

// errUnreadable says that a part of the tree, which could be read before or never, could not be asked.
func errUnreadable(err error, before bool) error {
	if !before {
		return fmt.Errorf("%w; left out with all its contents; make it readable, or ignore it", cause(err))
	}
	return fmt.Errorf("%w; its last known state stays; make it readable", cause(err))
}

// errGone says that the root itself could not be read.
func errGone(err error) error {
	return fmt.Errorf("reading the tree: %w; its last known state stays; bring the tree back", cause(err))
}

// cause takes the path off err, for those who have it already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
