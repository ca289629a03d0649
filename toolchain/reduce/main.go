// Command reduce makes smaller copies of the Go modules that the plugins are built from.
//
// The provider is one Go package of thousands of files, which takes the compiler minutes and gigabytes. The plugin
// serves few of its resources. This command copies the declarations that these resources reach, unchanged, and writes
// a go.mod that replaces the modules by their copies.
//
//	reduce PLUGINS OUTPUT
//
// PLUGINS is the folder of the plugins with go.mod and go.sum. OUTPUT must not exist; `go build -modfile
// OUTPUT/go.mod` in PLUGINS then builds the plugins.
//
// The analysis goes by names and keeps too much rather than too little: a declaration is kept if its name appears
// anywhere in what is kept. What is missing is an error of the compiler.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: reduce PLUGINS OUTPUT")
		os.Exit(2)
	}
	if err := reduce(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "reduce:", err)
		os.Exit(1)
	}
}

// reduce reads the plugins and their modules, and writes the smaller modules.
func reduce(plugins, output string) error {
	folders, err := downloadModules(plugins)
	if err != nil {
		return err
	}
	program := newProgram(folders)
	for _, name := range []string{"alicloud", "random", "describe"} {
		if err := program.addPlugin(filepath.Join(plugins, name)); err != nil {
			return err
		}
	}
	if err := program.follow(); err != nil {
		return err
	}
	return program.write(plugins, output)
}
