package watch

import (
	"errors"
	"fmt"
	"io/fs"
)

// What stands where a file should be, each with its effect and mend.
var (
	errName      = errors.New("name is not valid UTF-8 or holds a control character; left out; rename it")
	errDirectory = errors.New("directory has the name of a file; neither it nor what it holds is read; rename it")
	errIrregular = errors.New("neither a file nor a directory; left out; move it out of the tree")
	errDangling  = errors.New("symbolic link leads nowhere; left out; restore its target or remove it")
	errOutside   = errors.New("symbolic link is absolute or leads out of the tree; left out; make it relative, or copy its target here")
	errWriting   = errors.New("open for writing for over a minute; what was known of it stays; have its writer close it")
	errUnmounted = errors.New("without a file, on another file system than before; what was known of it stays; mount it again, or restart, which removes or holds its files")
	errEmptied   = errors.New("the tree holds no file any more; everything known stays; bring the files back, or restart, which removes or holds them")
)

// errCopy says that a file is the copy that a synchroniser made of another one beside it.
func errCopy(original string) error {
	return fmt.Errorf("copy that a synchroniser made of a conflict; left out while the original stands beside it; keep this one or %s", original)
}

// errUnreadable says that a part of the tree, which could be read before or never, could not be asked.
func errUnreadable(err error, before bool) error {
	if !before {
		return fmt.Errorf("%w; what may be in it is left out; make it readable, or have it ignored", cause(err))
	}
	return fmt.Errorf("%w; what was known of it stays; make it readable", cause(err))
}

// errGone says that the root itself could not be read.
func errGone(err error) error {
	return fmt.Errorf("reading the tree: %w; everything known stays; bring it back", cause(err))
}

// cause takes the path off err, for those who have it already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
