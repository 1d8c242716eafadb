package watch

import (
	"errors"
	"fmt"
	"io/fs"
)

// Reasons why an entry of the tree is not read as a file, each followed by its effect and a hint.
var (
	errName      = errors.New("the name is not valid UTF-8 or contains a control character; left out; rename it")
	errDirectory = errors.New("a directory is named like a file; it is left out with all its contents; rename it")
	errIrregular = errors.New("neither a regular file nor a directory; left out; move it out of the tree")
	errDangling  = errors.New("the symbolic link is broken; left out; restore its target, or remove the link")
	errOutside   = errors.New("the symbolic link is absolute or leads out of the tree; left out; make it relative, or copy its target here")
	errWriting   = errors.New("open for writing for more than a minute; its last complete version stays; close it in the program that writes it")
	errUnmounted = errors.New("empty, and on a different file system than before; its last known state stays; mount it again, or restart Dateline, which then removes or holds its files")
	errEmptied   = errors.New("the tree no longer has any files; its last known state stays; bring the files back, or restart Dateline, which then removes or holds them")
)

// Reasons why an entry of the tree is passed over silently, in the same form. Only Explain tells them.
var (
	errHidden    = errors.New("the name begins with a dot; passed over; rename it to publish it")
	errTemporary = errors.New("the name is that of a temporary file of an editor; passed over; rename it to publish it")
	errLeftAlone = errors.New("a directory of this name belongs to a system or a program; passed over with all its contents; move what you want to publish")
	errExtension = errors.New("the extension is not that of Markdown or of a file beside articles; passed over; rename it to publish it")
	errLinkedDir = errors.New("a symbolic link to a directory is not followed; passed over with all its contents; name the target, or move it here")
	errWritten   = errors.New("open for writing in another program; not read yet; it is read when that program closes it")
	errSettling  = errors.New("changed a moment ago, and may change again; perhaps not read yet; ask again in a few seconds")
)

// errIgnored returns an error that a pattern of Options.Ignore matches an entry.
func errIgnored(pattern string) error {
	return fmt.Errorf("ignored by the pattern %q of content.ignore; passed over; remove the pattern to publish what it matches", pattern)
}

// errCopy returns an error that a file is a conflicting copy of the file original beside it.
func errCopy(original string) error {
	return fmt.Errorf("conflicting copy made by a synchroniser; left out as long as the original exists; keep either this file or %s", original)
}

// errUnread returns an error that a part of the tree has never been readable.
func errUnread(err error) error {
	return fmt.Errorf("%w; left out with all its contents; make it readable, or ignore it", cause(err))
}

// errUnreadable returns an error that a part of the tree, which was readable before, no longer is.
func errUnreadable(err error) error {
	return fmt.Errorf("%w; its last known state stays; make it readable", cause(err))
}

// errGone returns an error that the root itself cannot be read.
func errGone(err error) error {
	return fmt.Errorf("reading the tree: %w; its last known state stays; bring the tree back", cause(err))
}

// errMissing returns an error that the root of an optional tree cannot be read and never could.
func errMissing(err error) error {
	return fmt.Errorf("reading the tree: %w; none of its files is known; make it a readable directory, or remove it from the configuration", cause(err))
}

// cause strips the path from err, for callers that report it themselves.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
