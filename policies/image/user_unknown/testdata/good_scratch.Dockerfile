FROM registry.example.com/acme/none:1 AS build
RUN make

FROM scratch
COPY --from=build /out/api /api
