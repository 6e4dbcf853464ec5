// Command program stands in for hullcheck where a test needs an image quickly.
package main

func main() {}
