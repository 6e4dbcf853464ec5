// Package webhook proves `hullcheck serve` in front of a real API server. make webhook runs it.
package webhook
