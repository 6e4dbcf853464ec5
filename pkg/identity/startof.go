package identity

// startOf describes the run.
func (j *judgement) startOf(r *run) Start {
	s := r.halt.start()
	s.Argv = r.argv.args
	if s.Argv == nil {
		s.Argv = []string{}
	}
	s.Assumes = assumptions(j.pod.Spec, j.container.Container)
	s.ProgramWritable = unknown[bool]("the program was not looked at")
	if r.loaded.program.entry != nil {
		s.Program = r.loaded.program.path
		s.ProgramWritable = j.programWritable(r)
	}
	return s
}

// programWritable: the process may write the file that argv[0] names, or put another in its place.
func (j *judgement) programWritable(r *run) Fact[bool] {
	w := j.writerOf(r)
	if w == nil {
		return unknown[bool](r.afterUnknown)
	}
	program := r.loaded.program
	if i := j.view.owner(program.path); i != ofRoot && j.view.mounts[i].readOnly {
		return known(false, FromRuntime)
	}
	ok, why := w.cred.may(program.entry, mayWrite)
	if why != "" {
		return unknown[bool](why)
	}
	return known(ok, FromRuntime)
}
