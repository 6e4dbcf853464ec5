FROM quay.io/acme/go:1 AS build
RUN make
FROM scratch
COPY --from=build /api /api
USER 1000:1000
