# syntax=docker/dockerfile:1.3
FROM scratch
COPY server /
ENTRYPOINT ["/server"]
