# syntax=docker/dockerfile:1
FROM golang:1.26 AS build
WORKDIR /src
COPY src/ .
RUN CGO_ENABLED=0 go build -o /out/ ./server

FROM scratch
COPY --from=build /out/server /usr/local/bin/
ENV PATH=/usr/local/bin
EXPOSE 8080
COPY <<EOF /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
app:x:10001:10001::/tmp:/sbin/nologin
EOF
USER 10001:10001
ENTRYPOINT ["server"]
