// Package describe prints what a plugin serves, so that a test can hold it against the published SDK.
package describe

import (
	"encoding/json"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// property is what a Pulumi program sees of one attribute: its kind, whether it may be given and must be, and the
// properties of an object or of a list's objects.
type property struct {
	Kind       string              `json:"kind"`
	Input      bool                `json:"input"`
	Required   bool                `json:"required"`
	Properties map[string]property `json:"properties,omitempty"`
}

// Asked tells whether the plugin was started for its description and not to serve the engine.
func Asked() bool {
	return len(os.Args) == 2 && os.Args[1] == "describe"
}

// Print writes one JSON object to stdout: token → property name → property.
func Print(info tfbridge.ProviderInfo) {
	described := map[string]map[string]property{}
	for name, resource := range info.Resources {
		described[string(resource.Tok)] = propertiesOf(info.P.ResourcesMap().Get(name).Schema(), resource.Fields)
	}
	for name, function := range info.DataSources {
		described[string(function.Tok)] = propertiesOf(info.P.DataSourcesMap().Get(name).Schema(), function.Fields)
	}
	if err := json.NewEncoder(os.Stdout).Encode(described); err != nil {
		panic(err)
	}
}

func propertiesOf(fields shim.SchemaMap, overrides map[string]*tfbridge.SchemaInfo) map[string]property {
	properties := map[string]property{}
	fields.Range(func(name string, field shim.Schema) bool {
		override := overrides[name]
		// A removed attribute is left in the provider for its message; no SDK has it.
		if field.Removed() == "" && (override == nil || !override.Omit) {
			properties[tfbridge.TerraformToPulumiNameV2(name, fields, overrides)] = propertyOf(field, override)
		}
		return true
	})
	return properties
}

func propertyOf(field shim.Schema, override *tfbridge.SchemaInfo) property {
	described := property{
		Kind:     kindOf(field, override),
		Input:    field.Optional() || field.Required(),
		Required: field.Required() && (override == nil || override.Default == nil),
	}
	if nested, ok := field.Elem().(shim.Resource); ok {
		described.Properties = propertiesOf(nested.Schema(), nestedOverrides(override))
	}
	return described
}

func nestedOverrides(override *tfbridge.SchemaInfo) map[string]*tfbridge.SchemaInfo {
	switch {
	case override == nil:
		return nil
	case override.Elem != nil:
		return override.Elem.Fields
	default:
		return override.Fields
	}
}

func kindOf(field shim.Schema, override *tfbridge.SchemaInfo) string {
	switch field.Type() {
	case shim.TypeList, shim.TypeSet:
		if tfbridge.IsMaxItemsOne(field, override) {
			return "object"
		}
		return "list"
	case shim.TypeMap:
		// The old plugin SDK writes a single nested object as a map with a schema.
		if _, nested := field.Elem().(shim.Resource); nested {
			return "object"
		}
		return "map"
	case shim.TypeBool:
		return "boolean"
	case shim.TypeInt, shim.TypeFloat:
		return "number"
	default:
		return "string"
	}
}
