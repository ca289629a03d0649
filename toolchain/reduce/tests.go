package main

import (
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"strings"
)

var (
	// testFile matches the name of a file with the acceptance tests of one resource or data source.
	testFile = regexp.MustCompile(`^(?:resource|data_source)_(alicloud_\w+)_test\.go$`)
	// configuredName matches the name of a resource in the configuration of a test.
	configuredName = regexp.MustCompile(`\balicloud_\w+`)
	// readMethod matches the literal with the name of the method that reads a resource, which tests call by reflection.
	readMethod = regexp.MustCompile(`^"(Describe\w+)"$`)
)

// providerTests is the file with what all acceptance tests share.
const providerTests = "provider_test.go"

// reduceWithTests does the same as reduce for the acceptance tests. They also need the resources that their
// configurations name, which are known only when the tests are read: it starts again until there are no more.
func reduceWithTests(folders map[string]string, plugins, output string, more []string) error {
	configured := map[string]bool{}
	for {
		program := newProgram(folders)
		program.tests = true
		if err := program.addPlugins(plugins); err != nil {
			return err
		}
		for _, name := range more {
			program.served[`"`+name+`"`] = true
		}
		tested := maps.Clone(program.served)
		maps.Copy(program.served, configured)
		if err := program.addTests(tested); err != nil {
			return err
		}
		if err := program.follow(); err != nil {
			return err
		}
		before := len(program.served)
		maps.Copy(program.served, program.configured)
		if len(program.served) == before {
			return program.write(plugins, output)
		}
		configured = program.configured
	}
}

// addTests keeps the acceptance tests of resources.
func (p *program) addTests(tested map[string]bool) error {
	pkg := p.packageAt(providerModule + "/alicloud")
	if pkg == nil {
		return fmt.Errorf("the provider has no package alicloud: %w", p.failure)
	}
	for _, file := range pkg.files {
		resource := testFile.FindStringSubmatch(file.name)
		if resource == nil || !tested[`"`+resource[1]+`"`] {
			continue
		}
		for _, node := range file.syntax.Decls {
			if function, ok := node.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "TestAcc") {
				p.keep(file.declaration(node))
			}
		}
	}
	return p.failure
}

// noteText notes the resources that a literal of a test names, and the methods that read them.
func (p *program) noteText(literal *ast.BasicLit) {
	for _, name := range configuredName.FindAllString(literal.Value, -1) {
		p.configured[`"`+name+`"`] = true
		p.selected[usualReadMethod(name)] = true
	}
	if method := readMethod.FindStringSubmatch(literal.Value); method != nil {
		p.selected[method[1]] = true
	}
}

// usualReadMethod is the name that tests derive from that of a resource unless they set one: DescribeVpc for alicloud_vpc.
func usualReadMethod(resource string) string {
	method := "Describe"
	for _, word := range strings.Split(resource, "_")[1:] {
		if word != "" {
			method += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return method
}

func isTest(file *sourceFile) bool {
	return file.pkg.module == providerModule && strings.HasSuffix(file.name, "_test.go")
}

// isSweeper tells whether a function is one that registers the removal of what tests left in an account.
func isSweeper(file *sourceFile, name *ast.Ident) bool {
	return name.Name == "init" && isTest(file) && file.name != providerTests
}
