# include this in your Makefile: `make verify` judges what you would push, before you push it.
HULLCHECK ?= hullcheck
IMAGE ?= registry.example.com/acme/api

.PHONY: verify
verify:
	docker buildx build --output type=oci,dest=build/image,tar=false .
	$(HULLCHECK) check deploy/ oci:build/image --image $(IMAGE)=oci:build/image
