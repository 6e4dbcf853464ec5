FROM registry.example.com/acme/api
COPY --chmod=0700 <<run /run
#!/bin/true
run
USER 1000
ENTRYPOINT ["/run"]
