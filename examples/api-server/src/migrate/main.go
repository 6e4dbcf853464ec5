// Command migrate stands for the migrations that run before the example's API server.
package main

import (
	"log"
	"os"
)

func main() {
	log.Printf("schema of %s is up to date", os.Getenv("DATABASE_URL"))
}
