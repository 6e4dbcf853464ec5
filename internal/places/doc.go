// Package places holds nothing but tests: of the files by which hullcheck comes to people's places (the GitHub Action, the
// GitLab template, the pre-commit hook, and the example repository that uses them). They are read as strictly as their
// readers read them, and their commands are run.
package places
