package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// goPackage is one package of a reduced module.
type goPackage struct {
	module string
	// folder is that of the package, below the module.
	folder string
	// whole packages are used as they are; they count because of what they use.
	whole bool
	files []*sourceFile
	// byName has the declarations of the package, methods excepted.
	byName map[string][]*declaration
	// members has the methods of each type, and the parts of clientType that are kept one by one.
	members map[string][]*declaration
}

// sourceFile is a Go file that takes part in a build for this platform.
type sourceFile struct {
	pkg    *goPackage
	name   string
	text   []byte
	syntax *ast.File
	// imports has the import paths of each name that an import may have in this file.
	imports map[string][]string
	// usedImports are the names of imports in what is kept.
	usedImports map[string]bool
	// declarations has those of the file by their syntax.
	declarations map[ast.Node]*declaration
	// effects are the declarations that act by themselves: `func init` and `var _`. They are kept with the first
	// other declaration of the file.
	effects []*declaration
	kept    bool
	// optional are parts of declarations, left out unless they are kept.
	optional []*declaration
}

// declaration is kept or left out as a whole.
type declaration struct {
	file *sourceFile
	node ast.Node
	// name of a method or of a part of clientType.
	name string
	kept bool
}

// findPackage returns the package of that import path and reads it if it is new. It is nil outside the modules.
func (p *program) findPackage(importPath string) (*goPackage, error) {
	if pkg, ok := p.packages[importPath]; ok {
		return pkg, nil
	}
	for module, moduleFolder := range p.folders {
		folder, inModule := strings.CutPrefix(importPath+"/", module+"/")
		folder = strings.TrimSuffix(folder, "/")
		if !inModule {
			continue
		}
		// The next major version of a module has a path below it, and another folder.
		if _, err := os.Stat(filepath.Join(moduleFolder, folder)); err != nil {
			continue
		}
		pkg := newPackage(module, folder)
		pkg.whole = !isReduced(module, folder)
		p.packages[importPath] = pkg
		if err := p.parse(pkg, filepath.Join(moduleFolder, folder)); err != nil {
			return nil, err
		}
		for _, file := range pkg.files {
			p.declare(file)
		}
		return pkg, nil
	}
	return nil, nil
}

func newPackage(module, folder string) *goPackage {
	return &goPackage{
		module: module, folder: folder,
		byName: map[string][]*declaration{}, members: map[string][]*declaration{},
	}
}

// parse reads the files of a package that Go builds on this platform.
func (p *program) parse(pkg *goPackage, folder string) error {
	listing, err := build.ImportDir(folder, 0)
	if err != nil {
		return err
	}
	names := listing.GoFiles
	if p.tests && pkg.module == providerModule {
		names = append(names, listing.TestGoFiles...)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(p.positions, filepath.Join(folder, name), text, parser.ParseComments)
		if err != nil {
			return err
		}
		file := &sourceFile{
			pkg: pkg, name: name, text: text, syntax: syntax,
			imports: map[string][]string{}, usedImports: map[string]bool{}, declarations: map[ast.Node]*declaration{},
		}
		for _, spec := range syntax.Imports {
			for _, local := range localNames(spec) {
				file.imports[local] = append(file.imports[local], pathOf(spec))
			}
		}
		pkg.files = append(pkg.files, file)
	}
	return nil
}

// declare enters the declarations of a file into the tables of its package.
func (p *program) declare(file *sourceFile) {
	for _, node := range file.syntax.Decls {
		switch node := node.(type) {
		case *ast.FuncDecl:
			if node.Recv == nil {
				p.declareNames(file, node, node.Name)
				continue
			}
			method := file.declaration(node)
			method.name = node.Name.Name
			owner := typeName(node.Recv.List[0].Type)
			file.pkg.members[owner] = append(file.pkg.members[owner], method)
			if file.pkg.whole {
				p.keep(method)
			}
		case *ast.GenDecl:
			for _, spec := range node.Specs {
				// A constant may depend on its place among the others, so the group stays together.
				unit := ast.Node(spec)
				if node.Tok == token.CONST {
					unit = node
				}
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					p.declareNames(file, unit, spec.Name)
				case *ast.ValueSpec:
					p.declareNames(file, unit, spec.Names...)
				}
			}
		}
	}
}

func (p *program) declareNames(file *sourceFile, node ast.Node, names ...*ast.Ident) {
	one := file.declaration(node)
	for _, name := range names {
		if isSweeper(file, name) {
			continue
		}
		if name.Name == "_" || name.Name == "init" {
			file.effects = append(file.effects, one)
		} else {
			file.pkg.byName[name.Name] = append(file.pkg.byName[name.Name], one)
		}
	}
	if file.pkg.whole {
		p.keep(one)
	}
}

func (f *sourceFile) declaration(node ast.Node) *declaration {
	if f.declarations[node] == nil {
		f.declarations[node] = &declaration{file: f, node: node}
	}
	return f.declarations[node]
}

func (f *sourceFile) keeps(node ast.Node) bool {
	one := f.declarations[node]
	return one != nil && one.kept
}

// typeName is T for the receivers T, *T and T[P].
func typeName(receiver ast.Expr) string {
	switch receiver := receiver.(type) {
	case *ast.StarExpr:
		return typeName(receiver.X)
	case *ast.IndexExpr:
		return typeName(receiver.X)
	case *ast.IndexListExpr:
		return typeName(receiver.X)
	case *ast.Ident:
		return receiver.Name
	}
	panic(fmt.Sprintf("a method has a receiver of type %T", receiver))
}

func pathOf(spec *ast.ImportSpec) string {
	importPath, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic(err) // The parser has accepted it.
	}
	return importPath
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// localNames are the names that an import may have in its file: the one that it is given, or what its path suggests.
// A wrong guess is an error of the compiler.
func localNames(spec *ast.ImportSpec) []string {
	if spec.Name != nil {
		return []string{spec.Name.Name}
	}
	last := path.Base(pathOf(spec))
	if majorVersion.MatchString(last) {
		last = path.Base(path.Dir(pathOf(spec)))
	}
	last, _, _ = strings.Cut(last, ".")
	names := append(strings.Split(last, "-"), strings.ReplaceAll(last, "-", "_"), strings.ReplaceAll(last, "-", ""))
	return names
}
