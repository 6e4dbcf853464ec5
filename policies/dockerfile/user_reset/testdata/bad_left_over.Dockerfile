FROM scratch
USER 1000
USER 0:0
COPY <<motd /etc/motd
hello
motd
