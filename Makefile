# make verify and make test are all that a newcomer needs. Everything else is listed by make help.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
GO ?= go
BIN := $(CURDIR)/bin
EXAMPLE := examples/api-server
IMAGE := registry.example.com/acme/api-server:1.4.0
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X github.com/hullcheck/hullcheck/internal/cli.version=$(VERSION)

.PHONY: verify
verify: build images ## build, then judge the example's two pairs of image and Deployment
	@GO="$(GO)" scripts/verify.sh $(BIN)/hullcheck $(EXAMPLE) $(IMAGE) $(BIN)/images

.PHONY: test
test: ## run all tests that need nothing but Go (and use what else is installed)
	$(GO) test ./...

.PHONY: build
build: ## build bin/hullcheck
	@mkdir -p $(BIN)
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN)/hullcheck ./cmd/hullcheck

.PHONY: images
images: ## build the example's images as OCI layouts below bin/images, without network
	$(GO) run ./internal/exampleimages -o $(BIN)/images $(EXAMPLE)

.PHONY: image
image: build ## build hullcheck's own image for linux/amd64 and linux/arm64 as an OCI layout in bin/image, and judge it
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 0) $(GO) run ./internal/ownimage -o $(BIN)/image \
		--version "$(VERSION)" --revision "$$(git rev-parse HEAD 2>/dev/null || true)"
	$(BIN)/hullcheck check oci:$(BIN)/image
	$(BIN)/hullcheck whoami oci:$(BIN)/image

.PHONY: generate
generate: ## regenerate schemas and documentation
	$(GO) run ./internal/generate

.PHONY: lint
lint: tools ## golangci-lint, opa fmt, opa check, deadcode, actionlint, all module files
	$(BIN)/golangci-lint run --allow-parallel-runners ./...
	scripts/lint-rego.sh $(BIN)/opa
	scripts/lint-deadcode.sh $(BIN)/deadcode
	scripts/lint-workflows.sh $(BIN)/actionlint
	for m in $$(git ls-files '*go.mod'); do (cd "$$(dirname "$$m")" && $(GO) mod tidy -diff); done

.PHONY: tidy
tidy: ## go mod tidy in every module of the repository
	for m in $$(git ls-files '*go.mod'); do (cd "$$(dirname "$$m")" && $(GO) mod tidy); done

.PHONY: tools
tools: $(BIN)/.tools

$(BIN)/.tools: tools/go.mod tools/go.sum tools/opa/go.mod tools/opa/go.sum tools/actionlint/go.mod tools/actionlint/go.sum
	@mkdir -p $(BIN)
	cd tools && GOBIN=$(BIN) CGO_ENABLED=0 $(GO) install tool
	cd tools/opa && GOBIN=$(BIN) CGO_ENABLED=0 $(GO) install tool
	cd tools/actionlint && GOBIN=$(BIN) CGO_ENABLED=0 $(GO) install tool
	@touch $@

.PHONY: corpus
corpus: build ## judge real manifests and our hardened workloads: no rule may fire on good work
	$(GO) test ./internal/corpus -count=1 -v -run 'Corpus|Hardened'

.PHONY: oracle
oracle: ## ask a real kubelet, containerd and runc (built here; needs root) and compare their answers with ours
	scripts/build-node.sh $(BIN)/node
	cd test/oracle && $(GO) test -count=1 -timeout 30m -parallel 24 -v -run 'TestLive' . | grep -vE '^(=== |\s*--- PASS)'

.PHONY: unpack
unpack: ## unpack random layers with containerd's own code and the kernel's overlayfs, and compare (needs root)
	cd pkg/image/rootfs/unpacktest && $(GO) test -count=1 ./...

.PHONY: pss
pss: ## compare with the Pod Security Standards' own evaluator: all its fixtures, and 100,000 generated pods
	cd test/pss && $(GO) test -count=1 -timeout 30m -v . | grep -vE '^\s*(=== |--- PASS)'

.PHONY: differential
differential: ## compare with the functions of containerd, moby and the kubelet themselves
	cd test/differential && $(GO) test -count=1 ./...
	cd test/differential/kubelet && CGO_ENABLED=0 $(GO) test -vet=off -count=1 .

.PHONY: dockerfile
dockerfile: ## build Dockerfiles with BuildKit and compare with what is predicted of them (needs root)
	test/dockerfile/parts.sh $(BIN)/dockerfile
	cd test/dockerfile && HULLCHECK_BUILDKIT=$(BIN)/dockerfile $(GO) test -count=1 -timeout 40m -v . | \
		grep -vE '^\s*(=== |--- PASS)'

.PHONY: html
html: build ## open HTML reports in headless Chromium and measure widths and contrast; the pictures are below bin/html
	cd test/html && HULLCHECK=$(BIN)/hullcheck HULLCHECK_PICTURES=$(BIN)/html $(GO) test -count=1 .

.PHONY: webhook
webhook: build image ## put hullcheck serve in front of a real API server with a node and a private registry (needs root)
	scripts/build-cluster.sh $(BIN)/cluster
	scripts/build-node.sh $(BIN)/node
	cd test/webhook && $(GO) test -count=1 -timeout 30m -p 1 -v ./... | grep -vE '^\s*(=== |--- PASS)'

.PHONY: e2e
e2e: unpack pss differential oracle dockerfile html webhook ## the long jobs against real parts

.PHONY: bench
bench: build ## print the figures: start-up, evaluation, bytes read from a registry
	$(GO) test -run '^$$' -bench . -benchmem ./...
	scripts/bench.sh $(BIN)
	scripts/build-cluster.sh $(BIN)/cluster
	cd test/webhook && CGO_ENABLED=0 $(GO) build -trimpath -o $(BIN)/psa-webhook k8s.io/pod-security-admission/cmd/webhook && \
		$(GO) run -trimpath ./bench -bin $(BIN)

.PHONY: fuzz
fuzz: ## run every fuzz target for a while (FUZZTIME=30s)
	scripts/fuzz.sh

.PHONY: vuln
vuln: ## look for known vulnerabilities (needs the network)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@latest ./...

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12
