FROM debian:12
RUN <<EOT
apt-get update
ENTRYPOINT fake
EOT
RUN groupadd --gid 10001 appuser && useradd --uid 10001 --gid 10001 --create-home appuser
USER 10001:10001
