package input

// Dockerfile is one Dockerfile as it was evaluated for one platform, beside the image that it would give. The rules of kind
// image judge that image too.
type Dockerfile struct {
	// Always "dockerfile".
	Kind string `json:"kind"`
	// Path of the file as the user wrote it.
	File string `json:"file"`
	// Platform that was predicted: linux/amd64.
	Platform string `json:"platform"`
	// Operating system: linux or windows.
	OS string `json:"os"`
	// What the configuration lets rules compare with.
	Parameters Parameters `json:"parameters"`
	// Name of the stage that was predicted; empty where it has none.
	Target string `json:"target"`
	// All stages in the order of the file.
	Stages []Stage `json:"stages"`
	// The USER instruction that decides.
	User DockerfileUser `json:"user"`
	// USER of the predicted image and what it comes to.
	Image ImageUser `json:"image"`
	// COPY and ADD instructions that the image is made with, in order, one entry for each source.
	Copies []Copy `json:"copies"`
	// RUN instructions that give a file setuid, setgid or capabilities, in order.
	Powers []PowerGiven `json:"powers"`
	// Whether the image's program starts in a pod that drops all capabilities and sets nothing else.
	Start Start `json:"start"`
}

// Stage is one build stage.
type Stage struct {
	// JSON pointer of the stage: /stages/0.
	Path string `json:"path"`
	// Name of the stage; empty where it has none.
	Name string `json:"name"`
	// What stands behind FROM.
	From string `json:"from"`
	// The base after expansion: the name of an image or of a stage.
	Base string `json:"base"`
	// Repository of the base in full, with its registry: docker.io/library/debian; unknown where the base is no image.
	Repository Fact[string] `json:"repository"`
	// Whether the base is another stage.
	OnStage bool `json:"on_stage"`
	// Whether the predicted image is made of this stage.
	InTarget bool `json:"in_target"`
	// First line of FROM.
	Line int `json:"line"`
	// Last line of FROM.
	EndLine int `json:"end_line"`
	// Instructions behind FROM, in order.
	Instructions []Instruction `json:"instructions"`
}

// Instruction is one instruction of a stage.
type Instruction struct {
	// JSON pointer of the instruction: /stages/0/instructions/1.
	Path string `json:"path"`
	// Keyword in upper case: RUN.
	Keyword string `json:"keyword"`
	// The instruction as written.
	Original string `json:"original"`
	// What it came to, with its variables expanded; empty in stages that the predicted image is not made of.
	Evaluated string `json:"evaluated"`
	// First line of the instruction.
	Line int `json:"line"`
	// Last line of the instruction.
	EndLine int `json:"end_line"`
	// Whether it comes from ONBUILD of the base; its lines are then those of FROM.
	Trigger bool `json:"trigger"`
}

// DockerfileUser is the USER instruction that decides, with what went wrong with it.
type DockerfileUser struct {
	// JSON pointer of the USER that decides, or of the last FROM where there is none: /user.
	Path string `json:"path"`
	// Whether there is a USER instruction; otherwise the base image decides.
	Explicit bool `json:"explicit"`
	// Base image that sets USER where no instruction does; empty where none does.
	Base string `json:"base"`
	// Variables in USER that nothing sets, so that they expand to nothing.
	Undefined []UndefinedVariable `json:"undefined"`
	// Text behind the user that became part of it; empty where there is none.
	Trailing string `json:"trailing"`
	// JSON pointer of that text: /user/trailing.
	TrailingPath string `json:"trailing_path"`
	// User other than root that a later USER, or the last one, undid; empty where that did not happen.
	Former string `json:"former"`
	// Base image that set the former user; empty where a USER instruction of this file did.
	FormerBase string `json:"former_base"`
	// JSON pointer of the former USER: /user/former.
	FormerPath string `json:"former_path"`
}

// UndefinedVariable is a variable that nothing sets.
type UndefinedVariable struct {
	// Name of the variable.
	Name string `json:"name"`
	// JSON pointer of the place that uses it: /user/undefined/0.
	Path string `json:"path"`
}

// Copy is one source of a COPY or ADD.
type Copy struct {
	// JSON pointer of the copy: /copies/0.
	Path string `json:"path"`
	// COPY or ADD.
	Keyword string `json:"keyword"`
	// Source as written.
	Source string `json:"source"`
	// Absolute destination in the image.
	Dest string `json:"dest"`
	// Where the source is: context, stage (or another image), inline (a here-document) or remote.
	From string `json:"from"`
	// --chown as written; empty without.
	Owner string `json:"owner"`
	// --chmod as written; empty without.
	Mode string `json:"mode"`
	// Whether it is the last copy that the image's program can come from.
	Program bool `json:"program"`
}

// PowerGiven is a RUN instruction that gives a file setuid, setgid or capabilities.
type PowerGiven struct {
	// JSON pointer of it: /powers/0.
	Path string `json:"path"`
	// The command: chmod u+s /usr/bin/ping.
	Command string `json:"command"`
	// The file; empty where it is not known.
	File string `json:"file"`
	// Whether it gives capabilities (setcap) and not mode bits.
	Capability bool `json:"capability"`
}
