package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
)

// program is what the plugins consist of, as far as it lies in the reduced modules.
type program struct {
	positions *token.FileSet
	// folders has the folder of each module.
	folders  map[string]string
	packages map[string]*goPackage
	// served are the literals with the names of the resources that the plugin serves.
	served map[string]bool
	// tests tells that the provider's test files are read too.
	tests bool
	// configured are the literals with the names of the resources that the configurations of kept tests use.
	configured map[string]bool
	// selected are the names that stand after a dot in what is kept, or are those of an interface's methods.
	selected map[string]bool
	queue    []*declaration
	failure  error
}

func newProgram(folders map[string]string) *program {
	return &program{
		positions: token.NewFileSet(), folders: folders, packages: map[string]*goPackage{},
		served: map[string]bool{}, configured: map[string]bool{}, selected: map[string]bool{},
	}
}

// addPlugins takes in the packages of our own in the folder of the plugins.
func (p *program) addPlugins(plugins string) error {
	for _, name := range []string{"alicloud", "random", "describe"} {
		if err := p.addPlugin(filepath.Join(plugins, name)); err != nil {
			return err
		}
	}
	return nil
}

// addPlugin takes in a package of our own as it is. The resources that it names are those that are served.
func (p *program) addPlugin(folder string) error {
	pkg := newPackage("", folder)
	if err := p.parse(pkg, folder); err != nil {
		return err
	}
	for _, file := range pkg.files {
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && resourceName.MatchString(literal.Value) {
				p.served[literal.Value] = true
			}
			return true
		})
		p.visit(file, file.syntax)
	}
	return p.failure
}

// follow goes from name to declaration until nothing new is kept.
func (p *program) follow() error {
	for len(p.queue) > 0 && p.failure == nil {
		for len(p.queue) > 0 {
			one := p.queue[len(p.queue)-1]
			p.queue = p.queue[:len(p.queue)-1]
			if one.kept {
				continue
			}
			one.kept = true
			p.keepFile(one.file)
			p.visit(one.file, one.node)
		}
		for _, pkg := range p.packages {
			p.keepMembers(pkg)
		}
	}
	return p.failure
}

// keepMembers keeps the methods of the types that are kept, and the parts of clientType that are used.
func (p *program) keepMembers(pkg *goPackage) {
	if pkg == nil {
		return
	}
	isKept := func(one *declaration) bool { return one.kept }
	for owner, members := range pkg.members {
		if !slices.ContainsFunc(pkg.byName[owner], isKept) {
			continue
		}
		needsUse := selections[pkg.module].generated && callsType.MatchString(owner)
		for _, member := range members {
			if !member.kept && (!needsUse || p.selected[member.name]) {
				p.keep(member)
			}
		}
	}
}

func (p *program) keep(declarations ...*declaration) {
	p.queue = append(p.queue, declarations...)
}

// keepFile keeps what acts by itself in a file, once something else of the file is kept.
func (p *program) keepFile(file *sourceFile) {
	if file.kept {
		return
	}
	file.kept = true
	p.keep(file.effects...)
	for _, spec := range file.syntax.Imports {
		if spec.Name != nil && (spec.Name.Name == "_" || spec.Name.Name == ".") {
			p.packageAt(pathOf(spec))
		}
	}
}

func (p *program) packageAt(importPath string) *goPackage {
	pkg, err := p.findPackage(importPath)
	if err != nil && p.failure == nil {
		p.failure = fmt.Errorf("reading package %s: %w", importPath, err)
	}
	return pkg
}

// visit keeps what the names in a kept piece of syntax may refer to.
func (p *program) visit(file *sourceFile, root ast.Node) {
	ast.Inspect(root, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			p.visitFunction(file, node)
			return false
		case *ast.Field:
			// The names of fields and parameters refer to nothing.
			p.visit(file, node.Type)
			return false
		case *ast.Ident:
			if isPackageLevel(file, node) {
				p.keep(file.pkg.byName[node.Name]...)
			}
		case *ast.SelectorExpr:
			p.visitSelector(file, node)
			return false
		case *ast.InterfaceType:
			for _, method := range node.Methods.List {
				for _, name := range method.Names {
					p.selected[name.Name] = true
				}
			}
		case *ast.TypeSpec:
			if fields, ok := node.Type.(*ast.StructType); ok && isClient(file, node.Name) {
				p.makeFieldsOptional(file, fields)
				return false
			}
		case *ast.CompositeLit:
			if name, ok := node.Type.(*ast.Ident); ok && isClient(file, name) {
				p.keep(file.pkg.byName[name.Name]...)
				p.makeElementsOptional(file, node)
				return false
			}
			if isStruct(file, node.Type) {
				p.visitStruct(file, node)
				return false
			}
		case *ast.BasicLit:
			if isTest(file) {
				p.noteText(node)
			}
		case *ast.KeyValueExpr:
			if p.isOfUnservedResource(file, node) {
				file.optional = append(file.optional, &declaration{file: file, node: node})
				return false
			}
		}
		return true
	})
}

// visitFunction leaves out the function's own name, which may be that of another declaration if it is a method.
func (p *program) visitFunction(file *sourceFile, function *ast.FuncDecl) {
	if function.Recv != nil {
		p.visit(file, function.Recv)
	}
	p.visit(file, function.Type)
	if function.Body != nil {
		p.visit(file, function.Body)
	}
}

// visitStruct leaves out the names of the fields in a literal of a struct.
func (p *program) visitStruct(file *sourceFile, literal *ast.CompositeLit) {
	p.visit(file, literal.Type)
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			p.visit(file, pair.Value)
		} else {
			p.visit(file, element)
		}
	}
}

// isStruct tells whether a literal of that type is one of a struct. A type of another package is taken for one: maps
// with names as keys are nearly always written with their own type.
func isStruct(file *sourceFile, literalType ast.Expr) bool {
	switch literalType := literalType.(type) {
	case *ast.SelectorExpr, *ast.StructType:
		return true
	case *ast.Ident:
		return slices.ContainsFunc(file.pkg.byName[literalType.Name], func(one *declaration) bool {
			spec, isType := one.node.(*ast.TypeSpec)
			if !isType {
				return false
			}
			_, isStruct := spec.Type.(*ast.StructType)
			return isStruct
		})
	}
	return false
}

// visitSelector follows `package.Name`, and notes Name for `value.Name`.
func (p *program) visitSelector(file *sourceFile, selector *ast.SelectorExpr) {
	p.selected[selector.Sel.Name] = true
	base, ok := selector.X.(*ast.Ident)
	if !ok || base.Obj != nil || file.imports[base.Name] == nil {
		p.visit(file, selector.X)
		return
	}
	file.usedImports[base.Name] = true
	for _, importPath := range file.imports[base.Name] {
		if pkg := p.packageAt(importPath); pkg != nil {
			p.keep(pkg.byName[selector.Sel.Name]...)
		}
	}
}

// isPackageLevel tells whether a name may be that of a declaration of the package. The parser knows the object of a
// local name; it knows none of a name from another file.
func isPackageLevel(file *sourceFile, name *ast.Ident) bool {
	return name.Obj == nil || file.syntax.Scope.Lookup(name.Name) == name.Obj
}

func isClient(file *sourceFile, name *ast.Ident) bool {
	return file.pkg.module == providerModule && name.Name == clientType
}

// isOfUnservedResource tells whether an element belongs to a resource, by its key, that the plugin does not serve.
func (p *program) isOfUnservedResource(file *sourceFile, element *ast.KeyValueExpr) bool {
	key, ok := element.Key.(*ast.BasicLit)
	return ok && file.pkg.module == providerModule && resourceName.MatchString(key.Value) && !p.served[key.Value] &&
		!isAttribute(element.Value)
}

// isAttribute tells whether a value is an attribute of a resource, whose name can begin like that of a resource.
func isAttribute(value ast.Expr) bool {
	literal, ok := value.(*ast.CompositeLit)
	return ok && slices.ContainsFunc(literal.Elts, func(element ast.Expr) bool {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		field, ok := pair.Key.(*ast.Ident)
		return ok && field.Name == "Type"
	})
}

func (p *program) makeFieldsOptional(file *sourceFile, fields *ast.StructType) {
	for _, field := range fields.Fields.List {
		if len(field.Names) != 1 {
			p.failure = fmt.Errorf("%s: a line of %s does not name one field", p.positions.Position(field.Pos()), clientType)
			return
		}
		p.makeOptional(file, field, field.Names[0].Name)
	}
}

// makeElementsOptional keeps an element of the literal only if its field is. A local variable would then be unused,
// which the compiler refuses: it keeps its field.
func (p *program) makeElementsOptional(file *sourceFile, literal *ast.CompositeLit) {
	for _, element := range literal.Elts {
		pair, isPair := element.(*ast.KeyValueExpr)
		if !isPair {
			p.failure = fmt.Errorf("%s: an element of %s has no key", p.positions.Position(element.Pos()), clientType)
			return
		}
		field, isName := pair.Key.(*ast.Ident)
		if !isName {
			continue
		}
		if _, isVariable := pair.Value.(*ast.Ident); isVariable {
			p.selected[field.Name] = true
		}
		p.makeOptional(file, pair, field.Name)
	}
}

// makeOptional has a part of a declaration of clientType kept only where its name is used.
func (p *program) makeOptional(file *sourceFile, node ast.Node, name string) {
	part := &declaration{file: file, node: node, name: name}
	file.pkg.members[clientType] = append(file.pkg.members[clientType], part)
	file.optional = append(file.optional, part)
}
