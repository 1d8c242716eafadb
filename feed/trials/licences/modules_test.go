package licences

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite modules.txt")

const list = "modules.txt"

// platforms are those that .ci/nightly builds, because each may link other modules.
var platforms = []string{
	"linux/amd64", "linux/arm64", "linux/386", "linux/arm", "darwin/amd64", "darwin/arm64", "windows/amd64", "freebsd/amd64",
}

// TestModules checks that modules.txt lists exactly the modules of the binary
// with their licences.
func TestModules(t *testing.T) {
	modules := map[string][]string{}
	for _, platform := range platforms {
		if err := linked(platform, modules); err != nil {
			t.Fatal(err)
		}
	}
	var got strings.Builder
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		fmt.Fprintf(&got, "%s %s\n", module, strings.Join(slices.Sorted(slices.Values(modules[module])), " AND "))
	}
	if *update {
		if err := os.WriteFile(list, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("%s is not what the modules say; read their licences, then run go test ./feed/trials/licences -update:\n%s", list, diff)
	}
}

// linked adds the modules that the binary links on a platform to modules, with
// their licences.
func linked(platform string, modules map[string][]string) error {
	system, machine, _ := strings.Cut(platform, "/")
	c := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "dateline")
	c.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("listing the packages for %s: %w", platform, err)
	}
	for line := range strings.Lines(string(out)) {
		if line == "\n" { // a package of the standard library, or ours
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			return fmt.Errorf("go list says %q", line)
		}
		found, err := licencesAbove(f[2], f[1])
		if err != nil {
			return fmt.Errorf("module %s: %w", f[0], err)
		}
		for _, l := range found {
			if !slices.Contains(modules[f[0]], l) {
				modules[f[0]] = append(modules[f[0]], l)
			}
		}
	}
	return nil
}

// licencesAbove returns the licences of a package: those in its directory and
// in all above it up to the root of its module, which must have one.
func licencesAbove(dir, root string) (all []string, err error) {
	for {
		files, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		found := false
		for _, f := range files {
			if !isLicence(f) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				return nil, err
			}
			licences, err := recognise(string(text))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Join(dir, f.Name()), err)
			}
			all, found = append(all, licences...), true
		}
		switch {
		case dir == root && !found:
			return nil, errors.New("there is no LICENSE; without one, nobody may copy the module")
		case dir == root:
			return all, nil
		}
		dir = filepath.Dir(dir)
	}
}

// isLicence reports whether a file is the licence of its directory. A list of
// other people's licences (LICENSE-3RD-PARTY.md) does not count, because it also
// lists modules that are not linked.
func isLicence(f fs.DirEntry) bool {
	name := strings.ToLower(f.Name())
	name = strings.TrimSuffix(name, filepath.Ext(name))
	return !f.IsDir() && slices.Contains([]string{"license", "licence", "unlicense", "copying"}, name)
}
