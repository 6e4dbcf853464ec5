package admission

import (
	"cmp"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/config"
)

// The labels of a namespace.
const (
	labelPrefix    = "hullcheck.dev/"
	versionSuffix  = "-version"
	enforceLabel   = labelPrefix + "enforce"
	enforceVersion = enforceLabel + versionSuffix
	warnLabel      = labelPrefix + "warn"
	warnVersion    = warnLabel + versionSuffix
	auditLabel     = labelPrefix + "audit"
	auditVersion   = auditLabel + versionSuffix
)

// Modes are what is asked of the Pods of one namespace.
type Modes struct {
	Enforce, Warn, Audit LevelVersion
}

// off tells whether nothing is asked.
func (m Modes) off() bool {
	return m.Enforce.Level == Off && m.Warn.Level == Off && m.Audit.Level == Off
}

// LabelError is a label that cannot be read.
type LabelError struct {
	Label, Value string
	Err          error
}

func (e *LabelError) Error() string {
	return fmt.Sprintf("label %s: %q: %s", e.Label, clip(e.Value, 63), e.Err)
}

func (e *LabelError) Unwrap() error { return e.Err }

// defaultModes are those of the configuration. A mode that is not written is off, but warnings follow what is enforced.
func defaultModes(c config.Levels) (Modes, error) {
	warn, version := c.Warn, c.WarnVersion
	if warn == "" {
		warn, version = c.Enforce, cmp.Or(version, c.EnforceVersion)
	}
	labels := map[string]string{}
	for label, value := range map[string]string{
		enforceLabel: string(c.Enforce), enforceVersion: c.EnforceVersion,
		warnLabel: string(warn), warnVersion: version,
		auditLabel: string(c.Audit), auditVersion: c.AuditVersion,
	} {
		if value != "" {
			labels[label] = value
		}
	}
	none := LevelVersion{Level: Off}
	m, errs := Modes{none, none, none}.of(labels)
	if len(errs) > 0 {
		return m, fmt.Errorf("webhook.defaults: %w", errs[0])
	}
	return m, nil
}

// of are the modes of a namespace with these labels, where m are the defaults. As in Pod Security Admission an enforced
// level that cannot be read is taken for restricted, one of the other modes for off, and a version for the latest; and
// warnings follow what is enforced, unless their own label stands there or they are stricter already.
func (m Modes) of(labels map[string]string) (Modes, []*LabelError) {
	var errs []*LabelError
	read := func(label, version string, lv *LevelVersion, fallback Level) (written, valid bool) {
		var err error
		value, written := labels[label]
		valid = true
		if written {
			if lv.Level, err = parseLevel(value); err != nil {
				lv.Level, valid = fallback, false
				errs = append(errs, &LabelError{label, value, err})
			}
		}
		if value, ok := labels[version]; ok {
			if lv.Version, err = parseVersion(value); err != nil {
				errs = append(errs, &LabelError{version, value, err})
			}
		}
		return written, valid
	}
	enforced, valid := read(enforceLabel, enforceVersion, &m.Enforce, Restricted)
	warned, _ := read(warnLabel, warnVersion, &m.Warn, Off)
	read(auditLabel, auditVersion, &m.Audit, Off)
	if enforced && valid && !warned && m.Enforce.stricter(m.Warn.Level) {
		m.Warn.Level = m.Enforce.Level
		if _, ok := labels[warnVersion]; !ok {
			m.Warn.Version = m.Enforce.Version
		}
	}
	return m, errs
}
