// Package kubelet compares hullcheck's verdict on runAsNonRoot with the kubelet's own function, which is not exported and
// therefore reached by linkname.
package kubelet
