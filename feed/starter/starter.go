// Package starter writes the files of a new project.
//
//	config.toml
//	news/2026/03/9/first-feed.md          the founding format
//	news/2026/03/9/index.md               its day page
//	news/2026/03/9/cover.png
//	news/2026/04/15/follow-one-topic.md   YAML front matter
//	news/2026-05-07-three-ways-to-write.md   TOML front matter
package starter

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

//go:embed news
var samples embed.FS

const (
	configName = "config.toml"
	newsName   = "news"
)

// shippedDir matches the line of the shipped configuration that serves the
// samples from within the source.
var shippedDir = regexp.MustCompile(`(?m)^dir = "feed/starter/news".*$`)

const ownDir = `dir = "news" # relative to this file`

// Write writes a project into dir, which it creates if need be; config is the
// shipped configuration. It overwrites nothing: if there is a config.toml or
// news already, it writes nothing and returns an fs.ErrExist. If it fails
// halfway, it removes what it has written.
func Write(dir string, config []byte) error {
	if !shippedDir.Match(config) {
		return errors.New("the built-in config.toml has no line dir = \"feed/starter/news\"; nothing was written; use a released build")
	}
	for _, name := range []string{configName, newsName} {
		if err := vacant(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("creating the project: %w; nothing was written; choose a directory that you may write to", err)
	}
	config = shippedDir.ReplaceAllLiteral(config, []byte(ownDir))
	return write(dir, config)
}

// vacant returns an error if something has the name already.
func vacant(name string) error {
	switch _, err := os.Lstat(name); {
	case err == nil:
		return &taken{name}
	case errors.Is(err, fs.ErrNotExist):
		return nil
	default:
		return fmt.Errorf("checking the directory: %w; nothing was written; choose another one", err)
	}
}

// taken means that a name is in use. It is an fs.ErrExist.
type taken struct{ name string }

func (e *taken) Error() string {
	return e.name + " already exists; nothing was written; move it away or choose another directory"
}

func (e *taken) Unwrap() error { return fs.ErrExist }

// write writes the samples, then the configuration. Mkdir and O_EXCL ensure
// that both names were free, so that what is removed after a failure is our
// own.
func write(dir string, config []byte) error {
	news, file := filepath.Join(dir, newsName), filepath.Join(dir, configName)
	if err := os.Mkdir(news, 0o777); err != nil {
		return unwritten(err)
	}
	err := os.CopyFS(dir, samples)
	if err == nil {
		err = create(file, config)
	}
	if err != nil {
		return unwritten(errors.Join(err, os.RemoveAll(news)))
	}
	return nil
}

func unwritten(err error) error {
	return fmt.Errorf("writing the project: %w; nothing was written; free space on the disk or choose another directory", err)
}

// create writes a new file, which it removes if that fails.
func create(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
