FROM gcr.io/distroless/static-debian12
USER 65532:65532
ENTRYPOINT ["/server"]
