FROM distroless:1
USER 65532:65532
ENTRYPOINT ["/server"]
