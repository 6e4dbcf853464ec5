package check

import (
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// imageInput is one platform of an image SOURCE as the rules of kind image see it.
func imageInput(img *image.Image, u *identity.ImageUser, setuid input.Fact[[]input.ModeFile], w World) input.Image {
	os := img.Platform.OS
	if os == "" {
		os = linux
	}
	return input.Image{
		Kind: input.KindImage, Ref: img.Name, Platform: img.Platform.String(), OS: os, Parameters: w.Parameters,
		User: input.ImageUser{
			Written: fact(&u.Written), Name: u.Name, HasGroup: u.HasGroup, Group: u.Group,
			Numeric: u.Numeric, Canonical: u.Canonical, Invalid: fact(&u.Invalid),
			UID: fact(&u.UID), GID: fact(&u.GID), DirectGID: fact(&u.DirectGID), DirectError: u.DirectError,
			InPasswd: fact(&u.InPasswd), Home: fact(&u.Home), HomeFromEnv: u.HomeFromEnv,
			KubeletRefuses: fact(&u.KubeletRefuses), Suggestion: u.Suggestion,
		},
		SetuidFiles: setuid,
	}
}
