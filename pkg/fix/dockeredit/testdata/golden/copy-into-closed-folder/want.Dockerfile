FROM debian:12
RUN mkdir -m 0700 /opt/app
COPY --chmod=0755 server /opt/app/server
ENTRYPOINT ["/opt/app/server"]
