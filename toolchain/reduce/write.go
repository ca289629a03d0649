package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// write writes the copies of the modules to output, and a go.mod that uses them.
func (p *program) write(plugins, output string) error {
	output, err := filepath.Abs(output)
	if err != nil {
		return err
	}
	if err := os.Mkdir(output, 0o755); err != nil {
		return err
	}
	copies := map[string]string{}
	for module := range p.folders {
		folder := filepath.Join(output, strings.ReplaceAll(module, "/", "+"))
		if err := p.writeModule(module, folder); err != nil {
			return fmt.Errorf("copying module %s: %w", module, err)
		}
		copies[module] = folder
	}
	return writeGoMod(plugins, output, copies)
}

// writeModule writes what is kept of the reduced packages of a module, and links to its other files.
func (p *program) writeModule(module, target string) error {
	if err := p.link(module, "", target); err != nil {
		return err
	}
	for _, pkg := range p.packages {
		if pkg == nil || pkg.module != module || pkg.whole {
			continue
		}
		for _, file := range pkg.files {
			if !file.kept {
				continue
			}
			text, err := p.reducedText(file)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Join(target, pkg.folder), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(target, pkg.folder, file.name), text, 0o644); err != nil {
				return err
			}
		}
	}
	return ensureGoMod(module, target)
}

// link makes the folders above the reduced packages, and links to everything else in the module.
func (p *program) link(module, folder, target string) error {
	from, to := filepath.Join(p.folders[module], folder), filepath.Join(target, folder)
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, entry := range entries {
		inner := path.Join(folder, entry.Name())
		switch {
		case inner == "go.mod":
			err = copyFile(filepath.Join(from, inner), filepath.Join(to, inner))
		case entry.IsDir() && isReduced(module, inner), !entry.IsDir() && isReduced(module, folder):
		case entry.IsDir() && hasReducedBelow(module, inner):
			err = p.link(module, inner, target)
		default:
			err = os.Symlink(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lostDirective matches what a copied declaration would lose: files that it embeds, or a function in assembly.
var lostDirective = regexp.MustCompile(`(?m)^//go:(embed|linkname)`)

// reducedText is a file with the declarations that are kept, in their order, and with the imports that these use.
func (p *program) reducedText(file *sourceFile) ([]byte, error) {
	slices.SortFunc(file.optional, func(a, b *declaration) int { return cmp.Compare(a.node.Pos(), b.node.Pos()) })
	var body bytes.Buffer
	for _, node := range file.syntax.Decls {
		if file.keeps(node) {
			p.copyDeclaration(&body, file, node, commentOf(node), "")
		} else if group, ok := node.(*ast.GenDecl); ok {
			for _, spec := range group.Specs {
				if !file.keeps(spec) {
					continue
				}
				comment := commentOf(spec)
				if !group.Lparen.IsValid() {
					comment = group.Doc
				}
				p.copyDeclaration(&body, file, spec, comment, group.Tok.String()+" ")
			}
		}
	}
	if directive := lostDirective.Find(body.Bytes()); directive != nil {
		return nil, fmt.Errorf("%s: a declaration has the directive %s, which a copy would lose", file.name, directive)
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "package %s\n\n", file.syntax.Name.Name)
	for _, spec := range file.syntax.Imports {
		isUsed := func(name string) bool { return name == "_" || name == "." || file.usedImports[name] }
		if slices.ContainsFunc(localNames(spec), isUsed) {
			fmt.Fprintf(&head, "import %s\n", file.text[p.offset(spec.Pos()):p.offset(spec.End())])
		}
	}
	head.WriteByte('\n')
	return append(head.Bytes(), body.Bytes()...), nil
}

// copyDeclaration copies a declaration with its comment, without the parts that are left out.
func (p *program) copyDeclaration(
	body *bytes.Buffer, file *sourceFile, node ast.Node, comment *ast.CommentGroup, keyword string,
) {
	if comment != nil {
		body.Write(file.text[p.offset(comment.Pos()):p.offset(comment.End())])
		body.WriteByte('\n')
	}
	body.WriteString(keyword)
	at := p.offset(node.Pos())
	for _, part := range file.optional {
		if part.kept || part.node.Pos() < node.Pos() || node.End() < part.node.End() {
			continue
		}
		body.Write(file.text[at:p.offset(part.node.Pos())])
		at = p.offset(part.node.End())
		// The comma after an element goes with it.
		if rest := bytes.TrimLeft(file.text[at:], " \t"); rest[0] == ',' {
			at = len(file.text) - len(rest) + 1
		}
	}
	body.Write(file.text[at:p.offset(node.End())])
	body.WriteString("\n\n")
}

func commentOf(node ast.Node) *ast.CommentGroup {
	switch node := node.(type) {
	case *ast.FuncDecl:
		return node.Doc
	case *ast.GenDecl:
		return node.Doc
	case *ast.TypeSpec:
		return node.Doc
	case *ast.ValueSpec:
		return node.Doc
	}
	return nil
}

func (p *program) offset(position token.Pos) int {
	return p.positions.Position(position).Offset
}
