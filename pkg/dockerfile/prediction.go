package dockerfile

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// Prediction is what is known of the image that a Dockerfile would give.
type Prediction struct {
	// Image is the image; its Config.Unknown names the fields that are not known, its Files answer for its file system.
	Image *image.Image
	// Target is the name of the stage that was predicted, "" where it has none.
	Target string
	// Stages are all stages in order; Chain are the indexes of those that the target is made of, the first FROM first.
	Stages []Stage
	Chain  []int
	// User is the USER of the image and where it is set.
	User User
	// Locations are where the other fields of the config are set last, by the names of image.Config.Unknown; a field that
	// no instruction sets is not in it.
	Locations map[string]finding.Location
	// Copies are the COPY and ADD instructions that the image is made with, in order.
	Copies []Copy
	// Powers are the RUN instructions that give files setuid, setgid or capabilities.
	Powers []Power
	// Lint are the results of BuildKit's linter, as it reports them.
	Lint []Lint
	// Bases are the images that the prediction rests on, in order of their names; Named are all that the file names.
	Bases []Base
	Named []Named
	// Missing are the paths that instructions copy from the build context and that are not in it.
	Missing []string
	// History are the entries that this file adds to the image's history, behind those of the base.
	History []string
	// Ignores are the comments that except findings.
	Ignores []Ignore
	// Notes are what a user should hear of: a "# syntax" line that names another frontend and is not followed, a RUN that seems to fail.
	Notes []Note
}

// Stage is one build stage.
type Stage struct {
	Name string
	// From is the base as written, Base after expansion; OnStage is the index of the stage it names, -1 for an image.
	From, Base string
	// Platform is that of FROM --platform after expansion, as os/arch[/variant]; "" without.
	Platform string
	OnStage  int
	// Replaced: a build context stands in for the whole stage, and its instructions are not run.
	Replaced     bool
	Location     finding.Location
	Instructions []Instruction
}

// Instruction is one instruction of a stage.
type Instruction struct {
	// Keyword is in upper case; Original is the source, continuation lines joined.
	Keyword, Original string
	// Evaluated is what BuildKit records in the image's history, variables expanded; "" outside of the target's chain.
	Evaluated string
	Location  finding.Location
	// Trigger: it comes from ONBUILD of the base, and Location is that of FROM.
	Trigger bool
}

// User is the USER of the predicted image.
type User struct {
	// Value is USER as it would stand in the config; Unknown is why that is not known.
	Value, Unknown string
	// Location is that of the last USER on the way from the first FROM to the target, else of the last stage's FROM.
	Location finding.Location
	// Explicit tells whether there is such a USER; Base is the image that sets it otherwise, "" where none does.
	Explicit bool
	Base     string
	// Undefined are variables that USER expands to nothing because nothing sets them.
	Undefined []Undefined
	// Trailing is text behind the user that became part of it.
	Trailing *Trailing
	// Former is a user other than root that a later USER, or the last one, undid; nil where that did not happen.
	Former *Former
}

// Undefined is a variable that nothing sets.
type Undefined struct {
	Name     string
	Location finding.Location
}

// Trailing is text behind the first word of USER: a comment or a second word.
type Trailing struct {
	Text     string
	Location finding.Location
}

// Former is a user that was in effect before root was.
type Former struct {
	Value string
	// Base is the image that set it; "" where a USER instruction at Location did.
	Base     string
	Location finding.Location
}

// Copy is one COPY or ADD.
type Copy struct {
	Keyword string
	Sources []string
	Dest    string
	// Kind says where the sources come from, From which stage or image it is.
	Kind CopyKind
	From string
	// Owner is --chown as written, variables expanded; "" without. UID and GID are what it comes to, nil where that is not
	// known; without --chown they are nil, and 0 for files of the build context.
	Owner    string
	UID, GID *int64
	// Mode is --chmod as written, "" without.
	Mode     string
	Location finding.Location
}

// CopyKind says where a copy's sources come from.
type CopyKind string

// The kinds of copies.
const (
	FromContext CopyKind = "context"
	FromStage   CopyKind = "stage" // another stage or image
	FromInline  CopyKind = "inline"
	FromRemote  CopyKind = "remote" // an address or a repository
)

// Power is a RUN that gives a file setuid, setgid or capabilities.
type Power struct {
	Command, Path string
	// Capability: setcap; else chmod.
	Capability bool
	Location   finding.Location
}

// Lint is one result of BuildKit's linter.
type Lint struct {
	Rule, Description, URL, Message string
	Location                        finding.Location
}

// Base is an image that the Dockerfile names.
type Base struct {
	Ref string
	// Unread is why it could not be read, "" where it was.
	Unread   string
	Platform image.Platform
}

// Ignore is a comment "# hullcheck ignore=RULE[,RULE] reason=…" above an instruction.
type Ignore struct {
	Rules  []string
	Reason string
	// Location is that of the instruction; Comment that of the comment.
	Location, Comment finding.Location
}

// Note is something a user should hear of.
type Note struct {
	Message  string
	Location finding.Location
}
