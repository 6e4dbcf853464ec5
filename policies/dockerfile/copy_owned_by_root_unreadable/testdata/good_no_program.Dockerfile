FROM registry.example.com/acme/api
COPY --chmod=0600 <<config /etc/api.conf
port 80
config
USER 1000
ENTRYPOINT ["/bin/true"]
