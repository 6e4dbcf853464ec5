// Package flight answers a question once for all who ask it at the same time, and keeps the answer for a while.
//
// Unlike golang.org/x/sync/singleflight it does not answer in the time of the first who asks: whoever cannot wait any longer
// leaves, and the question is answered all the same, for the next.
package flight
