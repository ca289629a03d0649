// Command reduce makes smaller copies of the Go modules that the plugins are built from.
//
// The provider is one Go package of thousands of files, which takes the compiler minutes and gigabytes. The plugin
// serves few of its resources. This command copies the declarations that these resources reach, unchanged, and writes
// a go.mod that replaces the modules by their copies.
//
//	reduce PLUGINS OUTPUT
//	reduce -tests PLUGINS OUTPUT RESOURCE...
//
// PLUGINS is the folder of the plugins with go.mod and go.sum. OUTPUT must not exist; `go build -modfile
// OUTPUT/go.mod` in PLUGINS then builds the plugins. With -tests, the copies also contain the provider's acceptance
// tests of the resources that the plugin serves and of each RESOURCE.
//
// The analysis goes by names and keeps too much rather than too little: a declaration is kept if its name appears
// anywhere in what is kept. What is missing is an error of the compiler.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	withTests := flag.Bool("tests", false, "copy acceptance tests too")
	flag.Parse()
	if flag.NArg() < 2 || flag.NArg() > 2 && !*withTests {
		fmt.Fprintln(os.Stderr, "usage: reduce PLUGINS OUTPUT, or reduce -tests PLUGINS OUTPUT RESOURCE...")
		os.Exit(2)
	}
	plugins, output := flag.Arg(0), flag.Arg(1)
	folders, err := downloadModules(plugins)
	if err == nil && *withTests {
		err = reduceWithTests(folders, plugins, output, flag.Args()[2:])
	} else if err == nil {
		err = reduce(folders, plugins, output)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reduce:", err)
		os.Exit(1)
	}
}

// reduce reads the plugins and their modules, and writes the smaller modules.
func reduce(folders map[string]string, plugins, output string) error {
	program := newProgram(folders)
	if err := program.addPlugins(plugins); err != nil {
		return err
	}
	if err := program.follow(); err != nil {
		return err
	}
	return program.write(plugins, output)
}
