// Package html opens HTML reports in a headless Chromium and measures what a reader sees: that no text runs out of a narrow or a
// wide window, and that all of it stands out from its ground, by day and by night. `make html` runs it.
package html
