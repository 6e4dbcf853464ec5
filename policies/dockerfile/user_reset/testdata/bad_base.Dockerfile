FROM registry.example.com/acme/api
USER 0
COPY <<motd /etc/motd
hello
motd
