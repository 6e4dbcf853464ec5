// Package rooms holds nothing but a test: that dependencies between the packages point one way, over transitive imports.
// depguard sees direct imports only; a forbidden room reached through a third one is found here.
package rooms
