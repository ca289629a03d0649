package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// downloadModules has Go fetch the modules of the selections in the plugins' versions, and returns the folder of each.
// Go verifies them with go.sum.
func downloadModules(plugins string) (map[string]string, error) {
	arguments := []string{"mod", "download", "-json"}
	for module := range selections {
		arguments = append(arguments, module)
	}
	answer, err := runGo(plugins, arguments...)
	if err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(answer)); decoder.More(); {
		var module struct{ Path, Dir string }
		if err := decoder.Decode(&module); err != nil {
			return nil, fmt.Errorf("reading the answer of go mod download: %w", err)
		}
		folders[module.Path] = module.Dir
	}
	return folders, nil
}

// writeGoMod writes the plugins' go.mod and go.sum to output, with the modules replaced by their copies.
func writeGoMod(plugins, output string, copies map[string]string) error {
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := copyFile(filepath.Join(plugins, name), filepath.Join(output, name)); err != nil {
			return err
		}
	}
	arguments := []string{"mod", "edit"}
	for module, folder := range copies {
		arguments = append(arguments, "-replace="+module+"="+folder)
	}
	_, err := runGo(plugins, append(arguments, filepath.Join(output, "go.mod"))...)
	return err
}

// ensureGoMod gives a copied module from before Go modules the go.mod that it lacks.
func ensureGoMod(module, folder string) error {
	name := filepath.Join(folder, "go.mod")
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, fmt.Appendf(nil, "module %s\n", module), 0o644)
}

func runGo(folder string, arguments ...string) ([]byte, error) {
	command := exec.Command("go", arguments...)
	command.Dir, command.Stderr = folder, os.Stderr
	answer, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s %s: %w\n%s", arguments[0], arguments[1], err, answer)
	}
	return answer, nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}
