FROM debian:12 AS base
RUN apt-get update

FROM base AS api
COPY server /usr/local/bin/
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
USER 10001:10001
ENTRYPOINT ["server"]

FROM base AS worker
CMD ["bash"]
