package identity

// halt is why a container does not start, or why that cannot be told. nil means that nothing stands in its way so far.
type halt struct {
	verdict StartVerdict
	stage   Stage
	reason  Reason
	message string
	path    string // JSON pointer of the field to look at
}

func fail(stage Stage, reason Reason, message string) *halt {
	return &halt{verdict: Fails, stage: stage, reason: reason, message: message}
}

// unsure says what is missing.
func unsure(message string) *halt { return &halt{verdict: StartUnknown, message: message} }

func (h *halt) at(path string) *halt {
	if h != nil && h.path == "" {
		h.path = path
	}
	return h
}

// start is the answer that a halt comes to; nil starts.
func (h *halt) start() Start {
	if h == nil {
		return Start{Verdict: Starts}
	}
	return Start{Verdict: h.verdict, Stage: h.stage, Reason: h.reason, Message: h.message, Path: h.path}
}
