package main

import (
	"context"
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// idFromBase64 gives random_bytes an id: it is the one resource of the provider without an attribute "id".
func idFromBase64(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	base64 := state["base64"]
	if base64.IsSecret() {
		base64 = base64.SecretValue().Element
	}
	if !base64.IsString() {
		return "", errors.New("random_bytes came back without its value \"base64\"")
	}
	return resource.ID(base64.StringValue()), nil
}
