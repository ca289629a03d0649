// Package upstream opens the Terraform provider "random" to the plugin: the provider keeps its constructor in
// an internal package, which only import paths below its own may use. So this module's path lies there.
package upstream

import (
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New is the provider as published.
func New() framework.Provider {
	return provider.New()
}
