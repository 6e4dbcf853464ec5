FROM debian:12
COPY server /usr/local/bin/server
EXPOSE 8080
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
USER 10001:10001
ENTRYPOINT ["server"]
