FROM registry.example.com/acme/api
COPY <<run /run
#!/bin/true
run
USER 1000
ENTRYPOINT ["/run"]
