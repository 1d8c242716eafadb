package house

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// flagKind is the function of package flag that declares a flag: Bool, Int.
type flagKind string

// declaredFlags returns the flags that a file declares, by name.
func declaredFlags(file *ast.File) map[string]flagKind {
	found := map[string]flagKind{}
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is || len(call.Args) < 3 {
			return true
		}
		function, is := call.Fun.(*ast.SelectorExpr)
		if !is || fmt.Sprint(function.X) != "flag" {
			return true
		}
		for _, argument := range call.Args[:2] { // the name is the second argument of flag.IntVar
			if literal, is := argument.(*ast.BasicLit); is {
				if name, err := strconv.Unquote(literal.Value); err == nil {
					found[name] = flagKind(strings.TrimSuffix(function.Sel.Name, "Var"))
					break
				}
			}
		}
		return true
	})
	return found
}

// usesRapid reports whether a package's tests import rapid, which declares
// flags itself.
func (f *folder) usesRapid() bool {
	return slices.ContainsFunc(f.tests, func(file *ast.File) bool {
		return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"pgregory.net/rapid"` })
	})
}
