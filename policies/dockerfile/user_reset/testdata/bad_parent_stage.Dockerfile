FROM scratch AS base
USER 1000:1000

FROM base
USER root
COPY <<motd /etc/motd
hello
motd
